using TransferWeb.Benchmarks;

return await BenchCommand.Create().Parse(args).InvokeAsync();
