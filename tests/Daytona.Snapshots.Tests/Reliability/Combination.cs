namespace Daytona.Snapshots.Tests.Reliability;

/// <summary>A command and a fault that happens to it.</summary>
/// <param name="Form">The command's form.</param>
/// <param name="Fault">The fault's name.</param>
/// <param name="Axis">The requests or responses that the fault concerns.</param>
internal sealed record Combination(CmdletForm Form, string Fault, Axis Axis)
{
    public override string ToString() => Axis == Axis.All ? $"{Form.Name} | {Fault}" : $"{Form.Name} | {Fault} | {Axis}";
}

/// <summary>The requests or responses that a fault concerns.</summary>
internal enum Axis
{
    /// <summary>All requests of the form.</summary>
    All,

    /// <summary>Only the second request of its method.</summary>
    Second,

    /// <summary>All requests of the form, whose responses are compressed with gzip instead of br.</summary>
    Gzip,

    /// <summary>All requests of the form, whose responses are not compressed.</summary>
    Plain,
}
