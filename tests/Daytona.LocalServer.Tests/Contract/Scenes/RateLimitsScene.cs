namespace Daytona.Local.Tests.Contract.Scenes;

/// <summary>The scene of <c>09-rate-limits</c>.</summary>
internal sealed class RateLimitsScene : Scene
{
    public override LocalServerOptions Options()
    {
        LocalServerOptions options = base.Options();
        options.RateLimit = 5;
        options.FailedLoginLimit = 4;
        return options;
    }
}
