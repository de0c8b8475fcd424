using System.Formats.Tar;
using System.Text;
using System.Text.Json;

namespace Daytona.Local.Tests.Contract;

/// <summary>The scene of each recorded file.</summary>
internal static class Scenes
{
    public static Scene For(string file) => file switch
    {
        "01-list" => new Listing(),
        "02-create" => new Creation(),
        "02-create-invalid" => new InvalidCreation(),
        "02-create-more" => new MoreCreation(),
        "02-create-quota" => new Quota(),
        "02-create-gpu-quota-region" => new Gpu(),
        "03-get" => new Getting(),
        "04-delete" => new Deletion(),
        "05-activate-deactivate" => new Activation(),
        "05-logs" => new Logs(),
        "06-states" => new States(),
        "07-push-access" => new PushAccess(),
        "08-auth" => new Authentication(),
        "08-auth-permissions" => new KeyPermissions(),
        "09-rate-limits" => new RateLimits(),
        "10-maintenance" => new Maintenance(),
        "11-events" => new Events(),
        _ => throw new ArgumentException($"There is no scene for {file}.", nameof(file)),
    };

    private static byte[] MakeContext(params string[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (string file in files)
            {
                var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file) { DataStream = content });
            }
        }

        return stream.ToArray();
    }

    private sealed class Listing : Scene
    {
        public override bool IsExact => true;

        protected override Task ArrangeAsync()
        {
            Fill("no params");
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key == "sort lastUsedAt asc, all rows (more states now)")
                Fill("sort createdAt asc, all rows (more states now)");
        }

        private void Fill(string key)
        {
            foreach (LocalSnapshot snapshot in Server.Snapshots) Server.Remove(snapshot);
            foreach (JsonElement told in Recordings.Answer("01-list", key).GetProperty("items").EnumerateArray())
                Add(told);
        }
    }

    private sealed class Creation : Scene;

    private sealed class InvalidCreation : Scene
    {
        protected override Task ArrangeAsync()
        {
            Add("bd12c64d-f5bf-4e83-b86e-c7f09c5ce1fd"); // s-pull-min
            Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // the general ubuntu:22.04
            return Task.CompletedTask;
        }
    }

    private sealed class MoreCreation : Scene
    {
        protected override Task ArrangeAsync()
        {
            Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
            Add("9911767f-8eb5-46ab-bdfa-00aaf323c572", "active"); // s-build2
            foreach (string hash in (string[])["a", "b", "abc"])
                Server.StoreObject($"{Server.DefaultOrganization.Id}/{hash}/context.tar", MakeContext("a"));
            Server.Regions.Add(new LocalRegion("eu", "eu") { EnforceQuotas = true });
            Server.Regions.Add(new LocalRegion("ded", "ded", "dedicated") { EnforceQuotas = true });
            Server.Regions.Add(new LocalRegion("us2", "us2"));
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key.StartsWith("... and read back", StringComparison.Ordinal)) Assign();
        }
    }

    private sealed class Quota : Scene
    {
        protected override Task ArrangeAsync()
        {
            Server.DefaultOrganization.SnapshotQuota = 1;
            Server.DefaultOrganization.SuspensionReason = "test reason";
            Add("2f4a7f46-f848-48be-b75b-1812e29346e8", "active"); // p1
            Add("abf62bca-275f-4910-b827-62a464e81b72", "inactive"); // ad-build
            Add("d5371e41-054c-428d-ad8a-13d0a80cd746", "active"); // g7
            Add("8be5673a-13a7-40fd-b566-83c0c80af506", "active"); // e3
            AddOthers(38);
            Server.Change("p1", static it => it.LastUsedAt = DateTimeOffset.Parse("2026-11-23T21:36:14.641Z", null));
            Clock.Advance(TimeSpan.FromMinutes(15));
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key == "organization suspended: create") Server.DefaultOrganization.Suspended = true;
            if (exchange.Key.StartsWith("count quota exceeded: activate", StringComparison.Ordinal))
                Server.DefaultOrganization.Suspended = false;
        }
    }

    private sealed class Gpu : Scene
    {
        protected override Task ArrangeAsync()
        {
            Server.Regions[0].Runners.Add(new LocalRunner("container", "H100"));
            var eu = new LocalRegion("eu", "eu") { EnforceQuotas = true };
            eu.Runners.Add(new LocalRunner());
            eu.Quotas[Server.DefaultOrganization.Id] = new LocalRegionQuota { MaxCpuPerSandbox = 2 };
            Server.Regions.Add(eu);
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key == "... read back") Assign();
        }
    }

    private sealed class Getting : Scene
    {
        private LocalRunner? _runner;

        protected override Task ArrangeAsync()
        {
            Add("155cdf27-ae64-45ce-be58-48caec449c8d"); // s-pull-full
            Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
            Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
            Add("d3401af2-5e5c-4b0f-8694-4f17dbe880ef"); // team/snap:v1
            Add("4ad7f7f8-028c-4df1-ba83-9590e9f0965f"); // 11111111-2222-4333-8444-555555555555
            Ready("s-pull-full", "team/snap:v1", "11111111-2222-4333-8444-555555555555");
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            switch (exchange.Key)
            {
                case "(no schedulable runner now) create":
                    _runner = Server.Regions[0].Runners[0];
                    Server.Regions[0].Runners.Clear();
                    break;
                case "(runner scored 0) create":
                    Server.Regions[0].Runners.Add(_runner!);
                    break;
                case "a build that is active":
                    Add("793592e7-7c8d-401b-a3ff-1b46003ecb52"); // bb
                    break;
            }
        }
    }

    private sealed class Deletion : Scene
    {
        public override IReadOnlyDictionary<string, string> Excluded => Recordings.Blocks("04-delete")
            .Where(static block => block.Exchange is null)
            .ToDictionary(static block => block.Key, static _ => "a note, and no exchange");

        protected override Task ArrangeAsync()
        {
            Add("307ef525-9138-49e6-b9e9-2b59ee1af643", "active"); // e4
            Add("7a5c3897-6874-4ac1-a0db-965b5812cb0f", "active"); // e5
            Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
            Add("a6299247-babc-496a-8ce5-173501e4f797", "error"); // st-nosuch2
            Add("d914ea8c-738a-43c0-a283-5158a5256412", "inactive"); // st-pullfail
            Add("d5209a89-efb2-4afe-bcb0-5539d770b604", "building"); // del-build
            Add("00955bde-eee4-478e-a234-8618ff771a62", "active"); // r2
            Add("357fee34-7b36-4a94-a66e-5fb50ea5f757", "active"); // r3
            Ready("e4", "r2", "r3");
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key == "delete the one that is gone") Clock.Advance(TimeSpan.FromSeconds(8));
        }
    }

    private sealed class Activation : Scene
    {
        // As soon as a runner is asked, for the image is still there.
        public override LocalServerOptions Options()
        {
            LocalServerOptions options = base.Options();
            options.QueueTime = TimeSpan.FromMilliseconds(10);
            return options;
        }

        protected override Task ArrangeAsync()
        {
            Clock.SetUtcNow(DateTimeOffset.Parse("2026-11-23T21:33:37Z", null));
            Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
            Ready("q4");
            Add("7d8da109-f28e-41a2-81df-6801cd130551", "active"); // q5
            Add("d914ea8c-738a-43c0-a283-5158a5256412", "error"); // st-pullfail
            Server.Change("st-pullfail", static it =>
            {
                (it.Size, it.ErrorReason) = (0.25, "failed to pull image pull-fail/img:1: connection refused");
                (it.InitialRunnerId, it.Ref) = ("r", "registry.localhost:5000/daytona/daytona-0:daytona");
            });
            Add("4ba75428-e02a-49e1-b24f-dfb21fc30ca4"); // st-buildreject
            Add("84e94e60-edae-4b35-b5a0-f9a860bf7add", "active"); // ubuntu:22.04
            Add("abf62bca-275f-4910-b827-62a464e81b72", "building"); // ad-build
            Add("8be5673a-13a7-40fd-b566-83c0c80af506", "active"); // e3
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key.StartsWith("activate more than 10 minutes after", StringComparison.Ordinal))
                Clock.Advance(TimeSpan.FromMinutes(10));
            if (exchange.Key == "... read back (1)") Clock.Advance(TimeSpan.FromMilliseconds(10));
            if (exchange.Key == "... read back 26 s later") Clock.Advance(TimeSpan.FromSeconds(26));
        }
    }

    private sealed class Logs : Scene
    {
        // The recorded builder wrote these lines for every build, also for those that failed.
        public override LocalServerOptions Options()
        {
            LocalServerOptions options = base.Options();
            options.Plan = static (snapshot, plan) => snapshot.BuildInfo is not { } build ? plan : plan with
            {
                WorkTime = TimeSpan.Zero,
                ValidationTime = build.DockerfileContent.Contains("slow:", StringComparison.Ordinal)
                    ? Timeout.InfiniteTimeSpan
                    : TimeSpan.Zero,
                Log =
                [
                    "Building image...", $"Step 1/2 : {build.DockerfileContent.Split('\n')[0]}", " ---> 0123456789ab",
                    $"Step 2/2 : {build.DockerfileContent.Split('\n')[1]}", "Successfully built 0123456789ab",
                ],
            };
            return options;
        }

        protected override async Task ArrangeAsync()
        {
            using var client = new ServerClient(Server);
            await BuildAsync("lg-build", "FROM slow:2\nRUN logs\n", "building", "2afd39e1-6e60-439e-8257-32f5b9f6bded");
            await BuildAsync("lg-inactive", "FROM slow:a\nRUN l\n", "building", "459fc9d7-7b3d-4696-bd3c-972468c3100e");
            await BuildAsync("lg-removing", "FROM slow:b\nRUN l\n", "building", "6bbd49dd-e6e7-4e86-a8b6-582f05e3196e");
            await BuildAsync("lg-active", "FROM x:1\nRUN true\n", "active", "3716b78f-a93a-40c9-a53b-80844abc60a1");
            await BuildAsync("lg-error", "FROM x:1\nRUN build-fail\n", "error", "80f48e0d-b576-4a4d-9fe4-96b99fabcc00");
            await BuildAsync(
                "lg-refused", "FROM x:1\nRUN build-reject\n", "build_failed", "65ee394a-3d5c-4094-a5c6-10a2482f347a");
            await BuildAsync("lg-cached", "FROM x:1\nRUN true\n", "active", "b43c157f-1e66-425b-a2bb-5099f17e0407");
            Words["7bc2c2c6-0bc0-4238-9bab-d95f1f1c62e4"] = Server.AddSnapshot("lg-pulled").Id.ToString();
            Server.Change("lg-inactive", static it => it.State = "inactive");
            Server.Change("lg-removing", static it => it.State = "removing");

            async Task BuildAsync(string name, string dockerfile, string state, string recordedId)
            {
                JsonElement created = await client.PostAsync(
                    "snapshots", new { name, buildInfo = new { dockerfileContent = dockerfile } });
                Words[recordedId] = created.GetProperty("id").GetString()!;
                Assign();
                await Server.WaitForSnapshotAsync(
                    name, it => it?.State == state, TestContext.Current.CancellationToken);
            }
        }

        public override void Before(RecordedExchange exchange)
        {
            if (exchange.Key == "build-logs, the runner does not answer")
                Server.Regions[0].Runners[0].IsReachable = false;
        }
    }

    private sealed class States : Scene
    {
        public override IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>
        {
            ["state moves as polled every 0.25 s (seconds after the POSTs)"] =
                "a table, and no exchange; its states and reasons are in SnapshotLifeTests",
        };
    }

    private sealed class PushAccess : Scene
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

    private sealed class Authentication : Scene
    {
        private const string RecordedToken =
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjM5ODMiLCJh";

        private LocalOrganization? _other;

        protected override Task ArrangeAsync()
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
            Ready("q4");
            Add("84e94e60-edae-4b35-b5a0-f9a860bf7add"); // ubuntu:22.04
            Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
            AddOthers(41);
            Server.Change("s-build", static it => it.LastUsedAt = it.CreatedAt);
            Words[RecordedToken] = Server.AddAccessToken(Server.DefaultUser.Id);
            return Task.CompletedTask;
        }

        public override void Before(RecordedExchange exchange)
        {
            // All tokens of the recording are cut to the same text: from here on they are the other user's.
            if (exchange.Key == "JWT of another user (made at first use) without the header")
            {
                _other = Server.AddOrganization("other");
                _other.DefaultRegionId = null;
                Words["204a5401-e025-495a-8a93-f1963fd61aad"] = _other.Id;
                Words[RecordedToken] = Server.AddAccessToken("other-user", _other);
            }

            if (exchange.Key == "JWT of another user, own new organization (general snapshots of others are listed)")
                Server.Change("ubuntu:22.04", static it => it.State = "active");
            if (exchange.Key == "... create under the name of a general snapshot of another organization")
                _other!.DefaultRegionId = "us";
            if (exchange.Key == "... and get by that name: own one wins") Assign();
        }
    }

    private sealed class KeyPermissions : Scene
    {
        protected override Task ArrangeAsync()
        {
            Clock.Advance(TimeSpan.FromMinutes(6));
            Add("8b111888-a499-4a54-813e-a2aa5828945b", "active"); // q4
            Ready("q4");
            Add("c37b93a9-d76c-47ef-9d39-00c60ad3f310", "active"); // g3
            Ready("g3");
            Server.Change("g3", static it => it.LastUsedAt = it.CreatedAt);
            Add("3d764298-bff5-4303-bba6-6b67d0035772"); // s-build
            AddOthers(40);
            Server.AddSystemKey("proxy_key");
            Server.AddSystemKey("runner_key");
            AddKey("dtn_6de7eb6d608dea967c49b1ca03c930dc9c2904dd33b445ecf4ce985637a7573f");
            AddKey("dtn_1ac68b031dc2da58409ddae887cb294fe6ed5ef8cbac4071fa278d13de726432", "write:snapshots");
            AddKey("dtn_f30915c98c4aaec915efcfb4656260d0af0af79c066da2a63066356ba1e13a6a", "write:sandboxes");
            AddKey("dtn_00232107e1c2e27e3e5eb63fc845977cec20e5d5ff9aff01b59dbbff0a210bca", "delete:snapshots");
            AddKey("dtn_b294758343c200477ebbc258564f5d175ed3ce042b78c9666cd9cf99db164f98").ExpiresAt =
                Clock.GetUtcNow().AddDays(-1);
            return Task.CompletedTask;

            LocalApiKey AddKey(string recorded, params string[] permissions)
            {
                LocalApiKey key = Server.AddApiKey(recorded[..8], permissions);
                Words[recorded] = key.Value;
                return key;
            }
        }
    }

    private sealed class RateLimits : Scene
    {
        public override LocalServerOptions Options()
        {
            LocalServerOptions options = base.Options();
            options.RateLimit = 5;
            options.FailedLoginLimit = 4;
            return options;
        }
    }

    private sealed class Maintenance : Scene
    {
        public override void Before(RecordedExchange exchange) => Server.Options.Maintenance = true;
    }

    private sealed class Events : Scene
    {
        public override IReadOnlyDictionary<string, string> Excluded => Recordings.Blocks("11-events")
            .ToDictionary(
                static block => block.Key,
                static _ => "frames of a WebSocket, and no exchange: they are compared in NotificationTests");
    }
}
