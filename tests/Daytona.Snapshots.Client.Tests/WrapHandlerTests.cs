using System.Net;

namespace Daytona.Snapshots.Client.Tests;

public sealed class WrapHandlerTests : ClientTest
{
    private readonly List<string> _sent = [];

    [Fact]
    public async Task A_wrapper_sees_each_request()
    {
        Server.AddSnapshot("a", "active");
        DaytonaClient client = Connect(new DaytonaClientOptions
        {
            ApiUrl = Server.ApiUrl,
            Credential = new Secret(Server.ApiKey),
            WrapHandler = inner => new Recorder(_sent) { InnerHandler = inner },
        });

        await client.Snapshots.FindAsync("a", Cancelled);

        Assert.Equal(["GET /api/snapshots/a"], _sent);
    }

    [Fact]
    public async Task A_handler_of_a_test_needs_no_server()
    {
        DaytonaClient client = Connect(new DaytonaClientOptions
        {
            Credential = new Secret("dtn_test"),
            UseNotifications = false,
            WrapHandler = inner => new Recorder(_sent, """{"id":"1","name":"a","state":"active"}"""),
        });

        Assert.Equal("active", (await client.Snapshots.FindAsync("a", Cancelled))?.State);
        Assert.Equal(["GET /api/snapshots/a"], _sent);
    }

    private sealed class Recorder(List<string> sent, string? response = null) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return response is null
                ? base.SendAsync(request, cancellationToken)
                : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(response, System.Text.Encoding.UTF8, "application/json") });
        }
    }
}
