namespace Daytona.Local.Tests.Contract.Scenarios;

/// <summary>The scenario of <c>02-create</c>.</summary>
internal sealed class CreationScenario : Scenario;
