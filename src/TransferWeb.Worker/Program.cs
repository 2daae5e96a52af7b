using TransferWeb.Training;
using TransferWeb.Training.Devices;
using TransferWeb.Worker;

EngineProcess.Prepare();
Supervisor.Leave(EngineThread.Lend(() => CommandLine.RunAsync(args)));
