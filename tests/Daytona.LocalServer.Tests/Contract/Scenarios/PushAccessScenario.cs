namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>07-push-access</c>.</summary>
internal sealed class PushAccessScenario : Scenario
{
    public override IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>
    {
        ["the token service does not answer (S3_STS_ENDPOINT points to nothing)"] =
            "there is no token service behind this storage",
        ["endpoint with 'minio' in its name, token service down"] = "there is no token service behind this storage",
    };

    public override void Before(RecordedExchange exchange)
    {
        Server.Options.HasStorage = !exchange.Key.StartsWith(
            "object storage not configured", StringComparison.Ordinal);
        if (exchange.Key.StartsWith("endpoint with 'minio'", StringComparison.Ordinal))
            Server.Options.StorageAddress = "http://127.0.0.1:3985/minio";
    }
}
