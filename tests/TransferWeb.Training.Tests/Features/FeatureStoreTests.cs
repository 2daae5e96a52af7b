using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training.Features;

namespace TransferWeb.Training.Tests.Features;

public sealed class FeatureStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Find_WhatWasKept_GivesItBack(bool inMemory)
    {
        FeatureStore store = new(folder.Combine("features"));
        using FeatureTable table = new(3, 2, folder.Path, inMemory ? FeatureTable.MostInMemory : 0);
        table.Set(0, [1, 2]);
        table.Set(2, [float.MaxValue, -0.5f]);

        store.Keep("abc", table);
        using FeatureTable found = store.Find("abc")!;

        float[] values = new float[6];
        found.Read(0, values);
        Assert.Equal([1, 2, 0, 0, float.MaxValue, -0.5f], values);
        Assert.Equal([true, false, true], found.Present);
        Assert.Null(store.Find("abd"));
        Assert.Single(Directory.GetFiles(folder.Combine("features")));
    }

    [Fact]
    public void Find_OfATableTooLargeForMemory_ReadsItFromItsFileAlsoWhenThatIsRemoved()
    {
        const int Dimensions = 1024;
        int rows = (int)(FeatureTable.MostInMemory / Dimensions / sizeof(float)) + 3;
        FeatureStore store = new(folder.Combine("features"));
        using (FeatureTable table = new(rows, Dimensions, folder.Path))
        {
            for (int row = 0; row < rows; row++)
            {
                table.Set(row, [.. Enumerable.Repeat((float)row, Dimensions)]);
            }

            store.Keep("large", table);
        }

        using FeatureTable found = store.Find("large")!;
        File.Delete(Directory.GetFiles(folder.Combine("features")).Single());

        int[] asked = [rows - 1, 0, 5, 6, 7];
        float[] values = new float[asked.Length * Dimensions];
        found.Read(asked, values);
        Assert.Equal(asked.Select(row => (float)row), values.Chunk(Dimensions).Select(row => row.Distinct().Single()));
        Assert.True(found.Has(rows - 1));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-1)]
    public void Find_OfADamagedFile_IsNothingAndTheFileGoes(int place)
    {
        FeatureStore store = new(folder.Path);
        store.Keep("abc", new FeatureTable(4, 4, folder.Path));
        string file = Directory.GetFiles(folder.Path).Single();
        byte[] bytes = File.ReadAllBytes(file);
        if (place >= 0)
        {
            bytes[place] ^= 1;
        }

        File.WriteAllBytes(file, place >= 0 ? bytes : bytes[..10]);

        Assert.Null(store.Find("abc"));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Keep_BeyondTheLimit_RemovesWhatWasUsedLongestAgo()
    {
        FeatureStore store = new(folder.Path, limitBytes: 1000);
        store.Keep("one", new FeatureTable(10, 10, folder.Path));
        store.Keep("two", new FeatureTable(10, 10, folder.Path));
        File.SetLastWriteTimeUtc(folder.Combine("one.features"), DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(folder.Combine("two.features"), DateTime.UnixEpoch.AddDays(1));
        Assert.NotNull(store.Find("one"));

        store.Keep("three", new FeatureTable(10, 10, folder.Path));

        Assert.Null(store.Find("two"));
        Assert.NotNull(store.Find("one"));
        Assert.NotNull(store.Find("three"));
    }

    [Fact]
    public void Key_ChangesWithEverythingFeaturesDependOnAndNothingElse()
    {
        FeatureKey key = new("resnet18", "aa", 224, 256, "Float32");
        Sample[] samples = [Sample("a/1.jpg", "00"), Sample("a/2.jpg", "11")];
        string name = key.NameFor(samples);

        string[] others =
        [
            (key with { Backbone = "mobilenet_v2" }).NameFor(samples),
            (key with { WeightsSha256 = "bb" }).NameFor(samples),
            (key with { InputSize = 192 }).NameFor(samples),
            (key with { ResizeSize = 224 }).NameFor(samples),
            (key with { Precision = "BFloat16" }).NameFor(samples),
            key.NameFor([samples[1], samples[0]]),
            key.NameFor([samples[0]]),
        ];

        Assert.DoesNotContain(name, others);
        Assert.Equal(others.Length, others.Distinct().Count());
        Assert.Equal(name, key.NameFor([samples[0] with { Path = "b/1.jpg", Label = "b", Split = Split.Test }, samples[1]]));
    }

    private static Sample Sample(string path, string twoDigits) =>
        new(path, "a", Split.Train, string.Concat(Enumerable.Repeat(twoDigits, 32)), 10, 10, 100);
}
