// Compiled once for each level of instructions, which gives it the name TWT_WINOGRAD. It uses nothing of the standard library: a function compiled here with
// newer instructions could be the one that the linker keeps for all.
#include "winograd_kernels.h"

namespace {

constexpr int tile = twt::winograd_tile;
constexpr int window = twt::winograd_window;
constexpr int lanes = twt::winograd_lanes;

typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef double Doubles __attribute__((vector_size(lanes * sizeof(double))));

inline Floats load(const float* from) {
    Floats result;
    __builtin_memcpy(&result, from, sizeof result);
    return result;
}

inline void store(const Floats& values, float* to) {
    __builtin_memcpy(to, &values, sizeof values);
}

// One dimension of each transform, for the points 0, 1, -1, 1/2, -2 and infinity: of the sets with small fractions the one that loses least in single precision
// (Barabasz et al., 2018). Each reads and writes every `step`-th vector.

/// The transposed B of Lavin & Gray (2016): 6 of 6.
inline void spread(const Floats* d, int step, Floats* v) {
    const Floats d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step], d5 = d[5 * step];
    const Floats odd = d3 - d1;
    const Floats even = d4 - d2;
    v[0] = d0 + d4 - 2.0f * d2 + 1.5f * odd;
    v[step] = d4 - d1 + 0.5f * d2 + 2.5f * d3;
    v[2 * step] = d4 + d1 - 2.5f * d2 + 0.5f * d3;
    v[3 * step] = even + 2.0f * odd;
    v[4 * step] = even - 0.5f * odd;
    v[5 * step] = d1 + d5 - 2.0f * d3 + 1.5f * even;
}

/// The transposed A: 4 of 6.
inline void gather(const Floats* m, int step, Floats* y, int to) {
    const Floats m1 = m[step], m2 = m[2 * step], m3 = m[3 * step], m4 = m[4 * step];
    const Floats sum = m1 + m2;
    const Floats difference = m1 - m2;
    y[0] = m[0] + sum + m3 + m4;
    y[to] = difference + 0.5f * m3 - 2.0f * m4;
    y[2 * to] = sum + 0.25f * m3 + 4.0f * m4;
    y[3 * to] = difference + 0.125f * m3 - 8.0f * m4 + m[5 * step];
}

/// A: 6 of 4.
inline void scatter(const Floats* y, int step, Floats* m, int to) {
    const Floats y0 = y[0], y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
    const Floats even = y0 + y2;
    const Floats odd = y1 + y3;
    m[0] = y0;
    m[to] = even + odd;
    m[2 * to] = even - odd;
    m[3 * to] = y0 + 0.5f * y1 + 0.25f * y2 + 0.125f * y3;
    m[4 * to] = y0 - 2.0f * y1 + 4.0f * y2 - 8.0f * y3;
    m[5 * to] = y3;
}

/// G: 6 of 3.
inline void widen(const Doubles& w0, const Doubles& w1, const Doubles& w2, Doubles* u, int to) {
    u[0] = w0;
    u[to] = (w0 + w1 + w2) / 3.0;
    u[2 * to] = (w1 - w0 - w2) / 3.0;
    u[3 * to] = (w0 * -16.0 - w1 * 8.0 - w2 * 4.0) / 15.0;
    u[4 * to] = (w0 - w1 * 2.0 + w2 * 4.0) / 15.0;
    u[5 * to] = w2;
}

/// The transposed G: 3 of 6.
inline void narrow(const Doubles* u, int step, Doubles* w, int to) {
    const Doubles u1 = u[step], u2 = u[2 * step], u3 = u[3 * step], u4 = u[4 * step];
    w[0] = u[0] + (u1 - u2) / 3.0 + (u4 - u3 * 16.0) / 15.0;
    w[to] = (u1 + u2) / 3.0 - (u3 * 8.0 + u4 * 2.0) / 15.0;
    w[2 * to] = u[5 * step] + (u1 - u2) / 3.0 + (u4 - u3) * (4.0 / 15.0);
}

void transform_window(const float* const* pixels, int64_t channels, float* points, int64_t stride) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Floats map[window * window];
        for (int i = 0; i < window * window; ++i) {
            map[i] = load(pixels[i] + c);
        }
        for (int column = 0; column < window; ++column) {
            spread(map + column, window, map + column);
        }
        for (int row = 0; row < window; ++row) {
            spread(map + row * window, 1, map + row * window);
        }
        for (int i = 0; i < window * window; ++i) {
            store(map[i], points + i * stride + c);
        }
    }
}

void transform_tile(const float* points, int64_t stride, int64_t channels, const twt::WinogradEnd& end, float* const* pixels) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Floats map[window * window], half[tile * window], result[tile * tile];
        for (int i = 0; i < window * window; ++i) {
            map[i] = load(points + i * stride + c);
        }
        for (int column = 0; column < window; ++column) {
            gather(map + column, window, half + column, window);
        }
        for (int row = 0; row < tile; ++row) {
            gather(half + row * window, 1, result + row * tile, 1);
        }
        const Floats bias = end.bias == nullptr ? Floats{} : load(end.bias + c);
        for (int i = 0; i < tile * tile; ++i) {
            const Floats sum = end.addends == nullptr ? result[i] + bias : result[i] + bias + load(end.addends[i] + c);
            store(end.relu ? (sum < 0 ? Floats{} : sum) : sum, pixels[i] + c);
        }
    }
}

void transform_tile_gradient(const float* const* pixels, int64_t channels, float* points, int64_t stride) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Floats map[tile * tile], half[window * tile], result[window * window];
        for (int i = 0; i < tile * tile; ++i) {
            map[i] = load(pixels[i] + c);
        }
        for (int column = 0; column < tile; ++column) {
            scatter(map + column, tile, half + column, tile);
        }
        for (int row = 0; row < window; ++row) {
            scatter(half + row * tile, 1, result + row * window, 1);
        }
        for (int i = 0; i < window * window; ++i) {
            store(result[i], points + i * stride + c);
        }
    }
}

void transform_kernel(const float* weights, int64_t channels, bool turned, float* points, int64_t stride) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Doubles kernel[9], half[window * 3], result[window];
        for (int i = 0; i < 9; ++i) {
            kernel[i] = __builtin_convertvector(load(weights + (turned ? 8 - i : i) * channels + c), Doubles);
        }
        for (int column = 0; column < 3; ++column) {
            widen(kernel[column], kernel[3 + column], kernel[6 + column], half + column, 3);
        }
        for (int row = 0; row < window; ++row) {
            widen(half[row * 3], half[row * 3 + 1], half[row * 3 + 2], result, 1);
            for (int i = 0; i < window; ++i) {
                store(__builtin_convertvector(result[i], Floats), points + (row * window + i) * stride + c);
            }
        }
    }
}

void transform_kernel_gradient(const float* points, int64_t stride, int64_t channels, float* weights) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Doubles map[window * window], half[3 * window], result[9];
        for (int i = 0; i < window * window; ++i) {
            map[i] = __builtin_convertvector(load(points + i * stride + c), Doubles);
        }
        for (int column = 0; column < window; ++column) {
            narrow(map + column, window, half + column, window);
        }
        for (int row = 0; row < 3; ++row) {
            narrow(half + row * window, 1, result + row * 3, 1);
        }
        for (int i = 0; i < 9; ++i) {
            store(__builtin_convertvector(result[i], Floats), weights + i * channels + c);
        }
    }
}

}  // namespace

namespace twt {

extern const WinogradKernels TWT_WINOGRAD = {transform_window, transform_tile, transform_tile_gradient, transform_kernel,
                                             transform_kernel_gradient};

}  // namespace twt
