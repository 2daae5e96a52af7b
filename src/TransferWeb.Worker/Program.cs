using TransferWeb.Training.Devices;
using TransferWeb.Worker;

SharedProcessors.Prepare();
return await CommandLine.RunAsync(args);
