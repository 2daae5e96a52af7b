using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Tests.Execution;

/// <summary>Real child processes: a shell script in the worker's place.</summary>
public sealed class WorkerProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_Started_HearsAndSaysLinesAndEndsWithItsInput()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(
            folder,
            """
            echo "$1 $TRANSFERWEB_DATA"
            while read -r line; do echo "heard ü $line"; done
            echo "last words" >&2
            exit 4
            """
        );

        await using IWorkerProcess worker = launcher.Start(WorkerCommand.Foreground("serve"));
        Assert.Equal($"serve {folder.Path}", await worker.ReadLineAsync(Cancel));
        await worker.WriteLineAsync("käfer", Cancel);
        Assert.Equal("heard ü käfer", await worker.ReadLineAsync(Cancel));
        worker.CloseInput();

        Assert.Null(await worker.ReadLineAsync(Cancel));
        Assert.Equal(4, await worker.WaitForExitAsync(Cancel));
        Assert.Equal("last words", worker.LastErrors);
        await worker.WriteLineAsync("too late", Cancel);
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 0)]
    public async Task Process_InBackground_GivesWayToTheSite(bool background, int more)
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(folder, "nice");
        int own = int.Parse(await FirstLineAsync(launcher, new WorkerCommand([], Background: false)), null);

        string nice = await FirstLineAsync(launcher, new WorkerCommand([], background));

        Assert.Equal(Math.Min(19, own + more), int.Parse(nice, null));
    }

    [Fact]
    public async Task Process_Disposed_IsKilledWithItsChildren()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(folder, "sleep 600 & echo $!; wait");
        IWorkerProcess worker = launcher.Start(WorkerCommand.Foreground("train"));
        int child = int.Parse((await worker.ReadLineAsync(Cancel))!, null);

        await worker.DisposeAsync();

        Assert.False(IsAlive(child));
    }

    [Fact]
    public async Task Input_EndedWhileOthersRun_EndsThatWorkerOnly()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(folder, "read -r line; exit 4");
        await using IWorkerProcess first = launcher.Start(WorkerCommand.Foreground("train"));
        await using IWorkerProcess second = launcher.Start(WorkerCommand.Foreground("serve"));

        first.CloseInput();

        Assert.Equal(4, await first.WaitForExitAsync(Cancel));
        Task<int> other = second.WaitForExitAsync(Cancel);
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Process_WithEndlessErrors_KeepsTheLastOnly()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(folder, "for i in $(seq 5000); do echo \"line $i\" >&2; done");
        await using IWorkerProcess worker = launcher.Start(WorkerCommand.Foreground("train"));

        await worker.WaitForExitAsync(Cancel);

        string[] lines = worker.LastErrors.Split('\n');
        Assert.Equal(("line 5000", true), (lines[^1], lines.Length < 20));
    }

    [Fact]
    public void Start_ProgramThatIsNot_IsUnavailableWithWhatToDo()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = new(folder.Combine("none"), new DataFolder(folder.Path));

        RequestRefusedException refused = Assert.Throws<RequestRefusedException>(() =>
            launcher.Start(WorkerCommand.Foreground("train"))
        );

        Assert.Equal(RefusalKind.Unavailable, refused.Kind);
        Assert.Contains("TRANSFERWEB_WORKER", refused.Message);
    }

    [Fact]
    public void Start_FileThatIsNoProgram_IsUnavailable()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Combine("text"), "text");
        WorkerLauncher launcher = new(folder.Combine("text"), new DataFolder(folder.Path));

        Assert.Equal(
            RefusalKind.Unavailable,
            Assert.Throws<RequestRefusedException>(() => launcher.Start(WorkerCommand.Foreground("train"))).Kind
        );
    }

    [Fact]
    public async Task Run_OfACommandThatTakesTooLong_IsStoppedWithASentence()
    {
        using TemporaryFolder folder = new();
        WorkerLauncher launcher = Launcher(folder, "sleep 600");

        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            launcher.RunAsync(WorkerCommand.Foreground("devices"), TimeSpan.FromMilliseconds(50), _ => { }, Cancel)
        );

        Assert.Contains("'devices'", refused.Message);
    }

    private static async Task<string> FirstLineAsync(WorkerLauncher launcher, WorkerCommand command)
    {
        await using IWorkerProcess worker = launcher.Start(command);
        return (await worker.ReadLineAsync(Cancel))!;
    }

    private static bool IsAlive(int process)
    {
        string status = $"/proc/{process}/stat";
        return File.Exists(status) && File.ReadAllText(status).Split(' ')[2] is not ("Z" or "X");
    }

    private static WorkerLauncher Launcher(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script in the worker's place is a shell script.");
        string path = folder.Combine("worker.sh");
        File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
#pragma warning disable CA1416 // Windows is skipped above.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return new WorkerLauncher(path, new DataFolder(folder.Path));
    }
}
