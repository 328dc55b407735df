namespace Clip.Indexing.Runs;

/// <summary>
/// A part of a run that comes after the pictures have been encoded. It decides by itself whether there is anything to
/// do.
/// </summary>
internal interface IIndexStep
{
    /// <summary>Runs the step to its end.</summary>
    void Run(CancellationToken cancellationToken);
}
