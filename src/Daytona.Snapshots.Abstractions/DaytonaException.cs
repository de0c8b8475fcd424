namespace Daytona.Snapshots;

/// <summary>Any failure that this library reports.</summary>
public class DaytonaException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, without a secret.</param>
    /// <param name="innerException">Its cause; null where there is none.</param>
    public DaytonaException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
