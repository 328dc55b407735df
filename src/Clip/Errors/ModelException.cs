namespace Clip;

/// <summary>A model folder, or a file in it, cannot be used: missing, damaged, or not of a known form.</summary>
public sealed class ModelException : ClipException
{
    /// <inheritdoc/>
    public ModelException(string subject, string problem, string? remedy = null, Exception? innerException = null)
        : base(subject, problem, remedy, innerException)
    {
    }
}
