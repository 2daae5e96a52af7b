using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TransferWeb.Core;

namespace TransferWeb.Web.Tests.Api;

public sealed class SiteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_OfAStartedSite_IsHealthy()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync("/health", Cancel));
        Assert.Empty(site.Workers.Started);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryResource()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();

        JsonElement document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);

        string[] paths = [.. document.GetProperty("paths").EnumerateObject().Select(p => p.Name.TrimEnd('/'))];
        foreach (
            string path in (string[])
                [
                    "/api/datasets",
                    "/api/datasets/{id}",
                    "/api/datasets/{id}/archive",
                    "/api/datasets/{id}/files",
                    "/api/datasets/{id}/check",
                    "/api/runs",
                    "/api/runs/{id}",
                    "/api/runs/{id}/events",
                    "/api/runs/{id}/evaluation",
                    "/api/runs/{id}/cancel",
                    "/api/runs/{id}/restart",
                    "/api/runs/{id}/publish",
                    "/api/models",
                    "/api/models/{id}",
                    "/api/models/{id}/predict",
                    "/api/devices",
                    "/api/backbones",
                ]
        )
        {
            Assert.Contains(path, paths);
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 201)]
    [InlineData("Sec-Fetch-Site", "none", 201)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:8080", 403)]
    [InlineData("Origin", "http://localhost", 201)]
    [InlineData("User-Agent", "curl/8", 201)]
    public async Task Change_AskedForByAPage_IsMadeForTheOwnSiteOnly(string header, string value, int status)
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/datasets")
        {
            Content = JsonContent.Create(new { name = "A" }),
        };
        request.Headers.Add(header, value);

        HttpResponseMessage response = await client.SendAsync(request, Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(
            status == 201 ? 1 : 0,
            (await client.GetFromJsonAsync<JsonElement>("/api/datasets", Cancel)).GetArrayLength()
        );
    }

    [Fact]
    public async Task Name_OfAnotherHost_IsNotAnswered()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/datasets") { Headers = { Host = "evil.example" } };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Hub_FollowedRun_SendsItsEventsAndStatuses()
    {
        await using PortalSite site = new();
        TaskCompletionSource release = new();
        site.Workers.On("train", FakeRuns.SucceedAfter(release.Task));
        using HttpClient client = site.CreateClient();
        RunId run = await client.QueueRunAsync(await client.ReadyDatasetAsync(site));
        using HubSocket hub = await HubSocket.ConnectAsync(site);

        await hub.SendAsync(
            new
            {
                type = 1,
                invocationId = "1",
                target = "Follow",
                arguments = new[] { run.ToString() },
            }
        );
        await hub.ReadUntilAsync(m => m.GetProperty("type").GetInt32() == 3);
        release.SetResult();
        JsonElement[] updates =
        [
            .. (
                await hub.ReadUntilAsync(m =>
                    Argument(m) is { } u && u.TryGetProperty("status", out JsonElement s) && s.GetString() == "Succeeded"
                )
            )
                .Select(Argument)
                .OfType<JsonElement>(),
        ];

        Assert.All(updates, u => Assert.Equal(run.ToString(), u.GetProperty("id").GetString()));
        Assert.Contains(
            updates,
            u => u.TryGetProperty("event", out JsonElement e) && e.GetProperty("event").GetString() == "MetricsRecorded"
        );
    }

    [Fact]
    public async Task Hub_RunThatIsNot_IsRefusedWithASentence()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        using HubSocket hub = await HubSocket.ConnectAsync(site);

        await hub.SendAsync(
            new
            {
                type = 1,
                invocationId = "1",
                target = "Follow",
                arguments = new[] { RunId.New().ToString() },
            }
        );
        JsonElement answer = (await hub.ReadUntilAsync(m => m.GetProperty("type").GetInt32() == 3))[^1];

        Assert.Contains("There is no such run.", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Hub_OpenedByAPageOfAnotherSite_IsRefused()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            HubSocket.ConnectAsync(site, "http://evil.example")
        );

        Assert.Contains("403", refused.Message);
    }

    [Theory]
    [InlineData("/hubs/runs", "http://evil.example", false)]
    [InlineData("/_blazor?id=x", "http://evil.example", false)]
    [InlineData("/hubs/runs", null, true)]
    public async Task Socket_OfTheRealServer_IsOpenedByItsOwnPagesAndPrograms(string path, string? origin, bool opens)
    {
        await using PortalSite site = new();
        site.UseKestrel(0);
        site.StartServer();
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", origin ?? site.Address.GetLeftPart(UriPartial.Authority));
        Uri address = new($"ws://{site.Address.Authority}{path}");

        if (opens)
        {
            await socket.ConnectAsync(address, Cancel);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, Cancel));
            Assert.Contains("'403'", refused.Message);
        }
    }

    private static JsonElement? Argument(JsonElement message) =>
        message.TryGetProperty("target", out JsonElement target) && target.GetString() == "RunUpdated"
            ? message.GetProperty("arguments")[0]
            : null;

    /// <summary>SignalR's JSON protocol over a web socket, as any language speaks it.</summary>
    private sealed class HubSocket : IDisposable
    {
        private const byte RecordSeparator = 0x1E;
        private readonly WebSocket socket;
        private readonly List<byte> unread = [];

        private HubSocket(WebSocket socket) => this.socket = socket;

        public static async Task<HubSocket> ConnectAsync(PortalSite site, string? origin = null)
        {
            Microsoft.AspNetCore.TestHost.WebSocketClient client = site.Server.CreateWebSocketClient();
            if (origin is not null)
            {
                client.ConfigureRequest = request => request.Headers.Origin = origin;
            }

            HubSocket hub = new(await client.ConnectAsync(new Uri("ws://localhost/hubs/runs"), Cancel));
            await hub.SendAsync(new { protocol = "json", version = 1 });
            await hub.ReadAsync();
            return hub;
        }

        public Task SendAsync(object message) =>
            socket.SendAsync(
                (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message), RecordSeparator],
                WebSocketMessageType.Text,
                endOfMessage: true,
                Cancel
            );

        public async Task<List<JsonElement>> ReadUntilAsync(Func<JsonElement, bool> last)
        {
            List<JsonElement> messages = [];
            do
            {
                JsonElement message = await ReadAsync();
                if (!message.TryGetProperty("type", out JsonElement type) || type.GetInt32() != 6)
                {
                    messages.Add(message);
                }
            } while (messages.Count == 0 || !last(messages[^1]));

            return messages;
        }

        public void Dispose() => socket.Dispose();

        private async Task<JsonElement> ReadAsync()
        {
            byte[] buffer = new byte[4096];
            int end;
            while ((end = unread.IndexOf(RecordSeparator)) < 0)
            {
                WebSocketReceiveResult read = await socket.ReceiveAsync(buffer, Cancel);
                unread.AddRange(buffer[..read.Count]);
            }

            JsonElement message = JsonDocument.Parse(Encoding.UTF8.GetString([.. unread[..end]])).RootElement;
            unread.RemoveRange(0, end + 1);
            return message;
        }
    }
}
