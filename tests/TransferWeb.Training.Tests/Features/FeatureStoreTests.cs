using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training.Features;

namespace TransferWeb.Training.Tests.Features;

public sealed class FeatureStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Find_WhatWasKept_GivesItBack()
    {
        FeatureStore store = new(folder.Combine("features"));
        FeatureTable table = new(3, 2);
        table.Set(0, [1, 2]);
        table.Set(2, [float.MaxValue, -0.5f]);

        store.Keep("abc", table);
        FeatureTable found = store.Find("abc")!;

        Assert.Equal(table.Values, found.Values);
        Assert.Equal([true, false, true], found.Present);
        Assert.Null(store.Find("abd"));
        Assert.Single(Directory.GetFiles(folder.Combine("features")));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-1)]
    public void Find_OfADamagedFile_IsNothingAndTheFileGoes(int place)
    {
        FeatureStore store = new(folder.Path);
        store.Keep("abc", new FeatureTable(4, 4));
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
        store.Keep("one", new FeatureTable(10, 10));
        store.Keep("two", new FeatureTable(10, 10));
        File.SetLastWriteTimeUtc(folder.Combine("one.features"), DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(folder.Combine("two.features"), DateTime.UnixEpoch.AddDays(1));
        Assert.NotNull(store.Find("one"));

        store.Keep("three", new FeatureTable(10, 10));

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
