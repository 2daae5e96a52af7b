using TransferWeb.Benchmarks;
using TransferWeb.Training.Devices;

SharedProcessors.Prepare();
return await BenchCommand.Create().Parse(args).InvokeAsync();
