namespace TransferWeb.Training.Optimization;

/// <summary>Weighs each class by how rare it is.</summary>
public static class ClassWeights
{
    /// <summary>For each class, pictures ÷ (classes with pictures × pictures of the class): on average 1 a picture. A class without pictures gets 0.</summary>
    public static float[] Of(IReadOnlyCollection<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        int present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (float)labels.Count / ((float)present * count))];
    }
}
