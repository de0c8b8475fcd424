namespace Daytona.Snapshots.Errors;

/// <summary>A response of the service violates the contract of the API. <see cref="Field"/> is the part that does.</summary>
public sealed class UnexpectedResponseException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="field">The JSON path of the field, such as <c>items[3].id</c>; empty for the whole response.</param>
    /// <param name="problem">The problem of the field, such as "is missing".</param>
    /// <param name="innerException">The cause, or null if there is none.</param>
    public UnexpectedResponseException(string field, string problem, Exception? innerException = null)
        : base($"Unexpected response from the service: {(field?.Length > 0 ? $"'{field}'" : "the JSON")} {problem}.", innerException) =>
        Field = field ?? throw new ArgumentNullException(nameof(field));

    /// <summary>The JSON path of the field, such as <c>items[3].id</c>; empty for the whole response.</summary>
    public string Field { get; }

    /// <inheritdoc/>
    public override bool LeavesOutcomeOpen => true;
}
