using TransferWeb.Benchmarks;
using TransferWeb.Training;
using TransferWeb.Training.Devices;

EngineProcess.Prepare();
return EngineThread.Lend(() => BenchCommand.Create().Parse(args).InvokeAsync());
