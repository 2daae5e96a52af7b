namespace TransferWeb.Core.Guidance;

/// <summary>How much the pictures of a use case resemble everyday photographs, which most pretrained networks have learnt from.</summary>
public enum SourceDistance
{
    /// <summary>Everyday photographs of things.</summary>
    Near,

    /// <summary>Not known, or in between.</summary>
    Middle,

    /// <summary>Textures, scans, microscopes: nothing a holiday camera sees.</summary>
    Far,
}

/// <summary>A kind of task the wizard offers, with what it sets and says.</summary>
/// <param name="Key">Stable; stands in addresses and specs.</param>
/// <param name="Title">What the card is called.</param>
/// <param name="Line">One line: the question such a model answers.</param>
/// <param name="PicturesPerClass">How many pictures a class it usually takes.</param>
/// <param name="ExampleClasses">Classes a person might have.</param>
/// <param name="Distance">How far the pictures are from everyday photographs; decides which freezing is advised.</param>
/// <param name="Advice">One sentence on taking the pictures.</param>
public sealed record UseCase(
    string Key,
    string Title,
    string Line,
    int PicturesPerClass,
    IReadOnlyList<string> ExampleClasses,
    SourceDistance Distance,
    string Advice
);

/// <summary>The use cases the wizard offers; each one works with pictures of its kind.</summary>
public static class UseCases
{
    /// <summary>The key of <see cref="Own"/>.</summary>
    public const string OwnKey = "own";

    /// <summary>The key of the use case the sample data set belongs to.</summary>
    public const string SampleKey = "surface-defects";

    /// <summary>All, in the order of the cards.</summary>
    public static IReadOnlyList<UseCase> All { get; } =
    [
        new(
            "waste",
            "Sort waste",
            "Which bin does this belong in?",
            60,
            ["glass", "paper", "metal", "plastic"],
            SourceDistance.Near,
            "Photograph each thing alone on the background it will have later, crumpled and dirty ones too."
        ),
        new(
            "plants",
            "Name plants",
            "Which species, or which disease, is this?",
            60,
            ["oak", "maple", "birch"],
            SourceDistance.Near,
            "Take leaves, flowers and bark in different light and weather; one class is one species or one state of health."
        ),
        new(
            SampleKey,
            "Find surface defects",
            "Is this part sound, and if not, what is wrong?",
            50,
            ["sound", "scratched", "pitted", "stained"],
            SourceDistance.Far,
            "Keep camera, distance and light the same as at the line, and include many sound parts."
        ),
        new(
            "medical",
            "Read medical images",
            "Does this scan show a finding? For research, not for diagnosis.",
            100,
            ["no finding", "finding"],
            SourceDistance.Far,
            "Use pictures from every device and site it shall work with, without names or other personal data in them."
        ),
        new(
            "products",
            "Recognise products",
            "Which article is this?",
            40,
            ["mug", "bottle", "bowl"],
            SourceDistance.Near,
            "Show each article from several sides and in several surroundings, as customers will photograph it."
        ),
        new(
            OwnKey,
            "Your own question",
            "Anything a person can tell from a single picture.",
            50,
            ["this", "that"],
            SourceDistance.Middle,
            "One folder for each answer; what a person cannot tell from the picture, a network seldom can."
        ),
    ];

    /// <summary>The one for anything else.</summary>
    public static UseCase Own { get; } = All.Single(u => u.Key == OwnKey);

    /// <summary>The use case of that key, or null.</summary>
    public static UseCase? Find(string? key) => All.FirstOrDefault(u => u.Key == key);
}
