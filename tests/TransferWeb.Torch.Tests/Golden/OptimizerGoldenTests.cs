using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Golden;

public sealed class OptimizerGoldenTests
{
    private static readonly JsonElement Golden = Goldens.Read("optimizers.json");

    private static readonly Dictionary<string, Func<Parameter[], OptimizerHelper>> Makers = new()
    {
        ["sgd"] = p => optim.SGD(p, 0.1),
        ["sgd_momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.1, weight_decay: 0.01),
        ["sgd_nesterov"] = p => optim.SGD(p, 0.05, momentum: 0.8, weight_decay: 0.001, nesterov: true),
        ["sgd_maximize"] = p => optim.SGD(p, 0.05, momentum: 0.8, weight_decay: 0.1, maximize: true),
        ["adam"] = p => optim.Adam(p, 0.01),
        ["adam_decay"] = p => optim.Adam(p, 0.01, 0.8, 0.99, 1e-6, 0.1),
        ["adam_amsgrad"] = p => optim.Adam(p, 0.02, weight_decay: 0.05, amsgrad: true, maximize: true),
        ["adamw"] = p => optim.AdamW(p, 0.01, weight_decay: 0.05),
        ["adamw_amsgrad"] = p => optim.AdamW(p, 0.02, 0.7, 0.9, weight_decay: 0.2, amsgrad: true),
        ["rmsprop"] = p => optim.RMSProp(p, 0.01),
        ["rmsprop_centered"] = p => optim.RMSProp(p, 0.02, 0.9, weight_decay: 0.1, momentum: 0.5, centered: true),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Fact]
    public void Golden_Optimizers_AreAllTested()
    {
        IEnumerable<string> written = Golden.GetProperty("optimizers").EnumerateObject().Select(entry => entry.Name);
        Assert.Equal(Makers.Keys.Order(), written.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_FixedGradients_FollowsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = Start();
        using OptimizerHelper optimizer = Makers[name](parameters);
        JsonElement[] steps = Steps(name);
        for (int step = 0; step < steps.Length; step++)
        {
            Take(optimizer, parameters, steps, step);
            AssertParameters(name, steps, step, parameters);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AfterSavingAndLoadingHalfWay_FollowsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = Start();
        using OptimizerHelper first = Makers[name](parameters);
        JsonElement[] steps = Steps(name);
        int half = steps.Length / 2;
        for (int step = 0; step < half; step++)
        {
            Take(first, parameters, steps, step);
        }

        using var file = new MemoryStream();
        first.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        using OptimizerHelper second = Makers[name](parameters);
        second.load_state_dict(new BinaryReader(file));
        Assert.Equal(file.Length, file.Position);
        Assert.All(
            first.state_dict().State.Zip(second.state_dict().State),
            pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second))
        );
        for (int step = half; step < steps.Length; step++)
        {
            Take(second, parameters, steps, step);
            AssertParameters(name, steps, step, parameters);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AfterCopyingTheStateDictionary_FollowsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = Start();
        using OptimizerHelper first = Makers[name](parameters);
        JsonElement[] steps = Steps(name);
        Take(first, parameters, steps, 0);
        using OptimizerHelper second = Makers[name](parameters);
        second.load_state_dict(first.state_dict());
        first.Dispose();
        for (int step = 1; step < steps.Length; step++)
        {
            Take(second, parameters, steps, step);
        }

        AssertParameters(name, steps, steps.Length - 1, parameters);
    }

    private static JsonElement[] Steps(string name) => [.. Golden.GetProperty("optimizers").GetProperty(name).EnumerateArray()];

    private static Parameter[] Start()
    {
        JsonElement[] starts = [.. Golden.GetProperty("start").EnumerateArray()];
        JsonElement[] shapes = [.. Golden.GetProperty("shapes").EnumerateArray()];
        return [.. starts.Zip(shapes, (start, shape) => new Parameter(Filled(start, Goldens.Shape(shape))))];
    }

    private static Tensor Filled(JsonElement numbers, long[] shape) =>
        tensor(Array.ConvertAll(Goldens.Numbers(numbers), number => (float)number)).reshape(shape);

    private static void Take(OptimizerHelper optimizer, Parameter[] parameters, JsonElement[] steps, int step)
    {
        int lateFrom = Golden.GetProperty("late_from").GetInt32();
        JsonElement[] gradients = [.. steps[step].GetProperty("gradients").EnumerateArray()];
        for (int index = 0; index < parameters.Length; index++)
        {
            bool late = index == parameters.Length - 1 && step < lateFrom;
            parameters[index].grad = late ? null : Filled(gradients[index], parameters[index].shape);
        }

        Assert.Null(optimizer.step());
    }

    private static void AssertParameters(string name, JsonElement[] steps, int step, Parameter[] parameters)
    {
        JsonElement[] expected = [.. steps[step].GetProperty("parameters").EnumerateArray()];
        for (int index = 0; index < parameters.Length; index++)
        {
            Goldens.AssertClose(
                Goldens.Numbers(expected[index]),
                parameters[index].detach().data<float>().ToArray(),
                $"{name}, step {step}, parameter {index}"
            );
        }
    }
}
