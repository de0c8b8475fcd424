using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Daytona.Local.Tests.Contract;

/// <summary>
/// The set-up of a recorded file: a server in the state that the real one was in, and what was done to that between the
/// blocks.
/// </summary>
internal abstract class Scenario
{
    // What the organizations of the recordings are here.
    private const string FirstOrganization = "ce429606-3c09-4600-9d0d-473f16bd1f2a";
    private const string SecondOrganization = "ce664adc-774f-48c0-b3e3-d0b6dd2ca54a";

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.Parse("2026-11-23T21:30:00Z", null));

    public LocalServer Server { get; private set; } = null!;

    /// <summary>What a recorded word is here: tokens, and ids that the server itself makes.</summary>
    public Dictionary<string, string> Words { get; } = [];

    /// <summary>Blocks that are not replayed, with the reason.</summary>
    public virtual IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>();

    /// <summary>Blocks whose body is byte for byte the recorded one, entity tag and all.</summary>
    public virtual bool IsExact => false;

    /// <summary>Everything stays pending until the clock is moved, and pulling or building until the end.</summary>
    public virtual LocalServerOptions Options() => new()
    {
        TimeProvider = Clock,
        QueueTime = TimeSpan.FromMilliseconds(1),
        Plan = static (_, plan) => plan with { WorkTime = Timeout.InfiniteTimeSpan },
        RemovalDelay = TimeSpan.FromSeconds(8),
        StorageAddress = "http://127.0.0.1:3985",
        LogAddress = "http://proxy.localhost:4000",
    };

    public async Task StartAsync()
    {
        Server = await LocalServer.StartAsync(Options(), TestContext.Current.CancellationToken);
        Words["<admin key>"] = Server.ApiKey;
        Words[SecondOrganization] = FirstOrganization;
        await ArrangeAsync();
    }

    /// <summary>Sets the server up.</summary>
    protected virtual Task ArrangeAsync() => Task.CompletedTask;

    /// <summary>Does what was done before a block.</summary>
    public virtual void Before(RecordedExchange exchange)
    {
    }

    /// <summary>Moves on the life of what is pending.</summary>
    protected void Assign() => Clock.Advance(TimeSpan.FromMilliseconds(1));

    /// <summary>
    /// Adds a snapshot as a recorded answer tells it, field by field; in another state where one is given.
    /// </summary>
    protected LocalSnapshot Add(string id, string? state = null) => Add(Recordings.Snapshot(id), state);

    protected LocalSnapshot Add(JsonElement told, string? state = null)
    {
        LocalSnapshot snapshot = Server.AddSnapshot(told.GetProperty("name").GetString()!, change: it =>
        {
            it.Id = told.GetProperty("id").GetGuid();
            it.General = told.GetProperty("general").GetBoolean();
            it.ImageName = told.GetProperty("imageName").GetString()!;
            it.State = state ?? told.GetProperty("state").GetString()!;
            it.Size = Number(told.GetProperty("size"));
            it.Entrypoint = Strings(told.GetProperty("entrypoint"));
            it.Cpu = told.GetProperty("cpu").GetInt32();
            it.Gpu = told.GetProperty("gpu").GetInt32();
            it.GpuType = told.TryGetProperty("gpuType", out JsonElement gpuType) ? gpuType.GetString() : null;
            it.Mem = told.GetProperty("mem").GetInt32();
            it.Disk = told.GetProperty("disk").GetInt32();
            it.ErrorReason = told.GetProperty("errorReason").GetString();
            it.CreatedAt = told.GetProperty("createdAt").GetDateTimeOffset();
            it.UpdatedAt = told.GetProperty("updatedAt").GetDateTimeOffset();
            it.LastUsedAt = told.GetProperty("lastUsedAt").ValueKind == JsonValueKind.Null
                ? null
                : told.GetProperty("lastUsedAt").GetDateTimeOffset();
            it.RegionIds = Strings(told.GetProperty("regionIds"))!;
            it.InitialRunnerId = told.TryGetProperty("initialRunnerId", out JsonElement runner)
                ? runner.GetString()
                : null;
            it.Ref = told.TryGetProperty("ref", out JsonElement reference) ? reference.GetString() : null;
            it.SandboxClass = told.GetProperty("sandboxClass").GetString()!;
            if (!told.TryGetProperty("buildInfo", out JsonElement build)) return;
            it.BuildInfo = new LocalBuildInfo(
                build.GetProperty("dockerfileContent").GetString()!,
                Strings(build.GetProperty("contextHashes")),
                build.GetProperty("createdAt").GetDateTimeOffset())
            {
                UpdatedAt = build.GetProperty("updatedAt").GetDateTimeOffset(),
                SnapshotRef = build.GetProperty("snapshotRef").GetString()!,
            };
        });
        return snapshot;
    }

    /// <summary>Gives what was recorded before it was pulled all that a pulled one has.</summary>
    protected void Ready(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            Server.Change(name, static it =>
            {
                it.Size = 0.25;
                it.LastUsedAt = it.UpdatedAt;
                it.InitialRunnerId = "r";
                it.Ref = "registry.localhost:5000/daytona/daytona-0:daytona";
            });
        }
    }

    /// <summary>Adds so many active ones that were used longer ago than any recorded.</summary>
    protected void AddOthers(int count)
    {
        for (int i = 0; i < count; i++)
            Server.AddSnapshot($"other-{i}", change: static it => it.LastUsedAt = it.CreatedAt.AddYears(-1));
    }

    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static string[]? Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(static item => item.GetString()!)],
        _ => null,
    };
}
