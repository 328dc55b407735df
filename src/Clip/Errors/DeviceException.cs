namespace Clip;

/// <summary>A device was asked for by name and cannot be used; the message says why and what to do.</summary>
public sealed class DeviceException : ClipException
{
    /// <inheritdoc/>
    public DeviceException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }
}
