using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product; of more than two dimensions, of each pair of matrices.</summary>
        public Tensor matmul(Tensor target) => Ops.matmul.Call(this, target);

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Ops.mm.Call(this, target);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Ops.mv.Call(this, target);

        /// <summary>The products of two batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Ops.bmm.Call(this, batch2);

        /// <summary>beta · this + alpha · mat1 · mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.addmm_.Call(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.baddbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Ops.dot.Call(this, target);

        /// <summary>Every product of an element of this vector and one of the other.</summary>
        public Tensor outer(Tensor vec2) => Ops.outer.Call(this, vec2);

        /// <summary>The sum of a square matrix's diagonal.</summary>
        public Tensor trace() => Ops.trace.Call(this);

        /// <summary>The inverse of a square matrix.</summary>
        public Tensor inverse() => Ops.linalg_inv.Call(this);

        public Tensor det() => Ops.linalg_det.Call(this);

        /// <summary>The lower triangular L with L·Lᵀ = this, a symmetric positive definite matrix.</summary>
        public Tensor cholesky() => Ops.linalg_cholesky.Call(this);
    }

    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Eigenvalues, ascending, and eigenvectors (columns) of a symmetric matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh.Call2(input, UPLO.ToString());

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh.Call(input, UPLO.ToString());

        /// <summary>U, S and Vh with input = U · diag(S) · Vh.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Ops.linalg_svd.Call3(input, fullMatrices);

        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals.Call(input);

        public static (Tensor Q, Tensor R) qr(Tensor input) => Ops.linalg_qr.Call2(input);

        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky.Call(input);

        /// <summary>X with input · X = other.</summary>
        public static Tensor solve(Tensor input, Tensor other, bool left = true) => Ops.linalg_solve.Call(input, other, left);

        public static Tensor inv(Tensor input) => Ops.linalg_inv.Call(input);

        public static Tensor pinv(Tensor input, bool hermitian = false) =>
            Ops.linalg_pinv_atol_rtol_float.Call(input, Arg.None, Arg.None, hermitian);

        public static Tensor det(Tensor input) => Ops.linalg_det.Call(input);

        /// <summary>Sign and natural logarithm of the determinant's magnitude.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => Ops.linalg_slogdet.Call2(input);

        /// <summary>The least-squares solution of input · X = other, with residuals, rank and singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            var results = Ops.linalg_lstsq.CallAny(input, other);
            return ((Tensor)results[0]!, (Tensor)results[1]!, (Tensor)results[2]!, (Tensor)results[3]!);
        }

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            vector_norm(input, ord, dims, keepdim);
    }
}
