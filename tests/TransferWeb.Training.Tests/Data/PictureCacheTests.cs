using TransferWeb.Training.Data;
using TransferWeb.Vision;

namespace TransferWeb.Training.Tests.Data;

public sealed class PictureCacheTests : IDisposable
{
    private const int Width = 5;
    private const int Height = 4;
    private const int Bytes = Width * Height * 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("transferweb-cache-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(3 * Bytes, 0)]
    [InlineData(0, 3 * Bytes)]
    [InlineData(Bytes, 2 * Bytes)]
    public void Kept_InMemoryOrFile_AreFoundAsTheyWere(int memory, int file)
    {
        using PictureCache cache = new(folder.FullName, memory, file);
        for (byte i = 0; i < 3; i++)
        {
            cache.Keep($"{i}", Picture(i), Width, Height);
        }

        for (byte i = 0; i < 3; i++)
        {
            using CachedPicture? found = cache.Find($"{i}");
            Assert.Equal((Width, Height), (found!.Width, found.Height));
            Assert.Equal(Picture(i), found.Pixels.ToArray());
        }
    }

    [Fact]
    public void Kept_BeyondBothLimits_IsNotThere()
    {
        using PictureCache cache = new(folder.FullName, memoryBytes: Bytes, fileBytes: Bytes);
        for (byte i = 0; i < 5; i++)
        {
            cache.Keep($"{i}", Picture(i), Width, Height);
        }

        bool[] there = [.. Enumerable.Range(0, 5).Select(i => cache.Find($"{i}") is not null)];

        Assert.Equal([true, true, false, false, false], there);
    }

    [Fact]
    public void GiveRoom_EmptiesTheFileForGoodAndKeepsWhatIsInMemory()
    {
        using PictureCache cache = new(folder.FullName, memoryBytes: Bytes, fileBytes: 5 * Bytes);
        cache.Keep("memory", Picture(1), Width, Height);
        cache.Keep("file", Picture(2), Width, Height);

        Assert.True(cache.GiveRoom());
        cache.Keep("later", Picture(3), Width, Height);

        Assert.NotNull(cache.Find("memory"));
        Assert.Null(cache.Find("file"));
        Assert.Null(cache.Find("later"));
        Assert.False(cache.GiveRoom());
    }

    [Fact]
    public void GiveRoom_OnADiskThatIsReallyFull_LetsTheNextFileIn()
    {
        using SmallDisk? disk = SmallDisk.TryMake(megabytes: 8);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        using PictureCache cache = new(disk.Path, memoryBytes: 0, fileBytes: 6 << 20);
        cache.Keep("large", new byte[3 << 20], 1024, 1024);
        disk.Fill();
        string file = disk.Combine("last.safetensors");
        byte[] checkpoint = new byte[1 << 20];
        Assert.Throws<DiskFullException>(() => WholeFile.Write(file, checkpoint));

        cache.GiveRoom();
        WholeFile.Write(file, checkpoint);

        Assert.Equal(checkpoint.Length, new FileInfo(file).Length);
    }

    [Fact]
    public void File_OfAnOpenCache_HasNoNameThatAKilledProcessCouldLeave()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the file is deleted when it is closed.");
        using PictureCache cache = new(folder.FullName, memoryBytes: 0, fileBytes: Bytes);
        cache.Keep("a", Picture(1), Width, Height);

        using CachedPicture? found = cache.Find("a");

        Assert.NotNull(found);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Folder_ThatCannotBeWritten_KeepsNothingAndFailsNothing()
    {
        string blocked = Path.Combine(folder.FullName, "blocked");
        File.WriteAllText(blocked, "a file where the folder should be");
        using PictureCache cache = new(blocked, memoryBytes: 0, fileBytes: Bytes);

        cache.Keep("a", Picture(1), Width, Height);

        Assert.Null(cache.Find("a"));
    }

    [Fact]
    public void ManyThreads_KeepingAndFinding_NeverMixPictures()
    {
        using PictureCache cache = new(folder.FullName, memoryBytes: 20 * Bytes, fileBytes: 1000 * Bytes);
        int wrong = 0;

        Parallel.For(
            0,
            2000,
            i =>
            {
                byte value = (byte)(i % 200);
                cache.Keep($"{value}", Picture(value), Width, Height);
                using CachedPicture? found = cache.Find($"{value}");
                if (found is not null && !found.Pixels.SequenceEqual(Picture(value)))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        );

        Assert.Equal(0, wrong);
    }

    private static byte[] Picture(byte value) => [.. Enumerable.Repeat(value, Bytes)];
}
