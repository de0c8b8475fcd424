namespace Daytona.Snapshots.Client.Builds;

/// <summary>A pyproject.toml can't be used: it does not exist, can't be read, or does not declare dependencies.</summary>
public sealed class PyProjectException : DaytonaException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The reason, with the path of the file.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public PyProjectException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
