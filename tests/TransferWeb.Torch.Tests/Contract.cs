// Calls whose names, order and defaults follow TorchSharp 0.107: if this file compiles, code written for TorchSharp compiles against
// this binding. It is never executed; ContractTests asserts signatures by reflection.
// Left out of the list, because the binding leaves them out on purpose (see the README of src/TransferWeb.Torch):
// torch.jit (load, save), torchvision.models (resnet18, vgg16, mobilenet_v2, mobilenet_v3_large), torchvision.io (read_image).
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests;

internal sealed class ContractBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1,
        bn1;
    private readonly Sequential seq;
    private readonly Parameter layer_scale;
    private readonly ModuleList<Module<Tensor, Tensor>> list;

    public ContractBlock()
        : base("Block")
    {
        conv1 = Conv2d(
            3,
            64,
            7,
            stride: 2,
            padding: 3,
            dilation: 1,
            padding_mode: PaddingModes.Zeros,
            groups: 1,
            bias: false,
            device: null,
            dtype: null
        );
        _ = Conv2d(3, 64, (3L, 3L), stride: (1L, 1L), padding: (1L, 1L));
        _ = Conv2d(3, 64, 3, TorchSharp.Padding.Same, stride: 1);
        bn1 = BatchNorm2d(64, eps: 1e-5, momentum: 0.1, affine: true, track_running_stats: true);
        seq = Sequential(("a", Linear(4, 4, hasBias: true)), ("b", GELU()));
        seq.append("c", Identity());
        layer_scale = nn.Parameter(torch.ones(64, 1, 1));
        list = ModuleList<Module<Tensor, Tensor>>(ReLU6(), Hardswish(), Hardsigmoid(), SiLU(), Sigmoid());
        _ = LayerNorm(64, eps: 1e-6);
        _ = LayerNorm(new long[] { 64 });
        _ = GroupNorm(8, 64);
        _ = Dropout(p: 0.2, inplace: true);
        _ = Flatten(start_dim: 1, end_dim: -1);
        _ = MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true);
        _ = AvgPool2d(2);
        _ = AdaptiveAvgPool2d(1);
        _ = AdaptiveAvgPool2d(new[] { 7L, 7L });
        _ = MultiheadAttention(64, 4, dropout: 0.0, bias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var s = NewDisposeScope();
        var y = bn1.call(conv1.call(x));
        y = F.relu(y, inplace: true);
        y = F.conv2d(
            y,
            layer_scale,
            bias: null,
            strides: new long[] { 1 },
            padding: new long[] { 0 },
            dilation: new long[] { 1 },
            groups: 1
        );
        var q = F.scaled_dot_product_attention(y, y, y, attn_mask: null, p: 0.0, is_casual: false);
        q = F.interpolate(
            q,
            size: new long[] { 224, 224 },
            mode: InterpolationMode.Bicubic,
            align_corners: false,
            antialias: true
        );
        q = F.adaptive_avg_pool2d(q, 1).flatten(1);
        q = F.layer_norm(q, new long[] { 64 }, null, null, 1e-6);
        q = F.linear(q, layer_scale);
        q = F.pad(q, new long[] { 1, 1 });
        return q.MoveToOuterDisposeScope();
    }
}

internal static class ContractCalls
{
    public static void Go()
    {
        manual_seed(1);
        var m = new ContractBlock();
        m.train();
        m.eval();
        m.to(CPU);
        m.to(DeviceType.CUDA, 0);
        m.to("cpu").to(ScalarType.Float32);
        foreach (var p in m.parameters())
            p.requires_grad = false;
        foreach (var (name, p) in m.named_parameters()) { }
        using var h = null as IDisposable;
        m.register_forward_hook((mod, i, o) => o).remove();
        var sd = m.state_dict();
        var (missing, unexpected) = m.load_state_dict(sd, strict: false, skip: new List<string>());
        m.save("a.dat");
        m.load("a.dat", strict: true, skip: null, loadedParameters: new Dictionary<string, bool>());
        var ce = nn.CrossEntropyLoss(weight: null, ignore_index: null, reduction: Reduction.Mean);
        var ce2 = new TorchSharp.Modules.CrossEntropyLoss(null, null, Reduction.Mean, label_smoothing: 0.1);
        var opt = optim.AdamW(
            new[]
            {
                new AdamW.ParamGroup(m.parameters(), lr: 1e-3, weight_decay: 0.05),
                new AdamW.ParamGroup(m.parameters(), new AdamW.Options()),
            },
            lr: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            eps: 1e-8,
            weight_decay: 0,
            amsgrad: false,
            maximize: false
        );
        var sgd = optim.SGD(m.parameters(), learningRate: 0.1, momentum: 0.9, dampening: 0, weight_decay: 1e-4, nesterov: true);
        var sg2 = optim.SGD(new[] { new SGD.ParamGroup(m.parameters(), lr: 0.1, momentum: 0.9) }, 0.1);
        _ = optim.RMSProp(m.parameters(), lr: 0.01);
        var s1 = optim.lr_scheduler.LinearLR(opt, start_factor: 0.1, end_factor: 1.0, total_iters: 5);
        var s2 = optim.lr_scheduler.CosineAnnealingLR(opt, T_max: 10, eta_min: 0);
        var s3 = optim.lr_scheduler.SequentialLR(opt, new[] { s1, s2 }, new[] { 5 });
        s3.step();
        var s4 = optim.lr_scheduler.OneCycleLR(opt, max_lr: 0.1, total_steps: 100, pct_start: 0.3);
        var s5 = optim.lr_scheduler.ReduceLROnPlateau(opt, mode: "min", factor: 0.1, patience: 3);
        s5.step(0.3);
        _ = s1.get_last_lr();
        foreach (var g in opt.ParamGroups)
            g.LearningRate = 1e-4;
        opt.zero_grad();
        opt.step();
        opt.save_state_dict("o.dat");
        opt.load_state_dict("o.dat");
        nn.utils.clip_grad_norm_(m.parameters(), max_norm: 1.0, norm_type: 2.0);
        using (no_grad()) { }
        using (inference_mode()) { }
        using (set_grad_enabled(false)) { }
        var t = randn(2, 3, 224, 224, dtype: float32, device: CPU, requires_grad: false);
        var (v, idx) = t.topk(5, dim: 1);
        var am = t.argmax(1, keepdim: false);
        _ = t.mean(new long[] { 2, 3 }, keepdim: true);
        _ = t.permute(0, 2, 3, 1).contiguous();
        _ = t.expand(-1, 3, 224, 224);
        _ = t.chunk(3, dim: 1);
        _ = cat(new[] { t, t }, dim: 1);
        _ = stack(new[] { t, t });
        _ = t.to(float16, CPU, copy: false, non_blocking: true);
        float f = t.sum().item<float>();
        t.addcmul_(t, t, 0.1);
        t.addcdiv_(t, t, 0.1);
        t.mul_(0.9).add_(t, alpha: 0.1);
        _ = t.allclose(t, rtol: 1e-5, atol: 1e-8);
        _ = t.data<float>();
        _ = t.bytes;
        _ = (t == v).sum().ToInt64();
        _ = Tensor.TotalCount;
        _ = DisposeScopeManager.Statistics.TensorStatistics.CreatedOutsideScopeCount;
        nn.init.kaiming_normal_(t, a: 0, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        nn.init.trunc_normal_(t, std: 0.02);
        nn.init.constant_(t, 0);
        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
        set_num_threads(2);
        cuda.synchronize();
        _ = cuda.is_available();
        var tf = torchvision.transforms.Compose(
            torchvision.transforms.Resize(256, InterpolationMode.Bilinear, antialias: true),
            torchvision.transforms.CenterCrop(224),
            torchvision.transforms.Normalize(new[] { .485, .456, .406 }, new[] { .229, .224, .225 })
        );
        _ = tf.call(t);
        _ = torchvision.ops.Conv2dNormActivation(
            3,
            16,
            kernel_size: 3,
            stride: 2,
            norm_layer: c => BatchNorm2d(c),
            activation_layer: i => SiLU(i)
        );
        _ = torchvision.ops.StochasticDepth(0.1, torchvision.StochasticDepth.Mode.Row);
        _ = torchvision.ops.SqueezeExcitation(64, 16);
        _ = torchvision.ops.Permute(0, 2, 3, 1);
        _ = WrappedTensorDisposeScope(() => t + t);
        _ = CurrentDisposeScope;
        m.apply(x => { });
        m.cuda().cpu().half();
    }
}
