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

    /// <summary>Whether it is also tried with a layer that is sent while it is compressed.</summary>
    public bool IsTriedEarly { get; init; }

    /// <summary>The largest part of such a layer, which has two or three parts.</summary>
    public int EarlyPart { get; init; } = 1 << 20;

    /// <summary>The request after which the rest of such a layer arrives.</summary>
    public string EarlyRequest { get; init; } = "PATCH";
}
