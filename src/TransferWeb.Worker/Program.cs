using TransferWeb.Training;
using TransferWeb.Training.Devices;
using TransferWeb.Worker;

EngineProcess.Prepare();
return EngineThread.Lend(() => CommandLine.RunAsync(args));
