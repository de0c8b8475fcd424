namespace Daytona.Local.Tests.Contract.Scenes;

/// <summary>The scene of <c>02-create</c>.</summary>
internal sealed class CreationScene : Scene;
