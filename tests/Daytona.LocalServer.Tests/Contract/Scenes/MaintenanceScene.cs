namespace Daytona.Local.Tests.Contract.Scenes;

/// <summary>The scene of <c>10-maintenance</c>.</summary>
internal sealed class MaintenanceScene : Scene
{
    public override void Before(RecordedExchange exchange) => Server.Options.Maintenance = true;
}
