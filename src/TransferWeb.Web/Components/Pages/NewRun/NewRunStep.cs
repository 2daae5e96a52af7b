namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The wizard's questions, in order.</summary>
public enum NewRunStep
{
    /// <summary>What is it for?</summary>
    UseCase,

    /// <summary>Which pictures?</summary>
    Pictures,

    /// <summary>Which pretrained network?</summary>
    Model,

    /// <summary>What stays as it is?</summary>
    Freezing,

    /// <summary>How thoroughly?</summary>
    Training,

    /// <summary>Is that right?</summary>
    Review,
}

/// <summary>How the steps are called in addresses and on the page.</summary>
public static class NewRunSteps
{
    private static readonly (string Slug, string Title)[] Names =
    [
        ("use-case", "Use case"),
        ("pictures", "Pictures"),
        ("model", "Model"),
        ("freezing", "Freezing"),
        ("training", "Fine-tuning"),
        ("review", "Review"),
    ];

    /// <summary>The steps in order.</summary>
    public static IReadOnlyList<NewRunStep> All { get; } = Enum.GetValues<NewRunStep>();

    /// <summary>The step's part of the address.</summary>
    public static string Slug(this NewRunStep step) => Names[(int)step].Slug;

    /// <summary>The step's name on the page.</summary>
    public static string Title(this NewRunStep step) => Names[(int)step].Title;

    /// <summary>The step of that part of the address; the first one for any other.</summary>
    public static NewRunStep Parse(string? slug)
    {
        int index = Array.FindIndex(Names, n => n.Slug == slug);
        return index < 0 ? NewRunStep.UseCase : (NewRunStep)index;
    }
}
