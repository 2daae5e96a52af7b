using TransferWeb.Web.Configuration;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.AddTransferWeb();
builder.AddTransferWebUi();

WebApplication app = builder.Build();
app.MapTransferWeb();
app.MapTransferWebUi();
return await app.RunTransferWebAsync();

/// <summary>The portal's entry point, visible to the tests that start it in process.</summary>
public partial class Program;
