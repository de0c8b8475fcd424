namespace Daytona.Snapshots.Client.Tests.Oci;

/// <summary>A way in which registries of the field behave, and what a push to one gives.</summary>
/// <param name="Name">The behavior.</param>
/// <param name="Bend">Makes the registry behave so.</param>
internal sealed record RegistryBehavior(string Name, Action<RegistryStub> Bend)
{
    /// <summary>The reason why the push fails; null if it does not.</summary>
    public RegistryFailure? Failure { get; init; }

    /// <summary>A part of the error's message, in which <c>{storage}</c> is the storage's host.</summary>
    public string Says { get; init; } = "";

    /// <summary>Checks what was sent.</summary>
    public Action<RegistryStub> Check { get; init; } = static _ => { };

    /// <summary>The number of bytes of the layer's file.</summary>
    public int LayerSize { get; init; } = 10;
}
