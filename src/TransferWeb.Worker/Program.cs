using TransferWeb.Worker;

return await CommandLine.RunAsync(args);
