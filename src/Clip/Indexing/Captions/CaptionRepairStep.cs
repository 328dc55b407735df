using Clip.Indexing.Runs;

namespace Clip.Indexing.Captions;

/// <summary>Re-encodes captions whose vectors are damaged.</summary>
/// <param name="run">The run.</param>
/// <param name="captions">The texts of these captions.</param>
internal sealed class CaptionRepairStep(IndexRun run, IReadOnlyList<string> captions) : IIndexStep
{
    public void Run(CancellationToken cancellationToken) =>
        new CaptionVectors(run).Replace(captions, cancellationToken);
}
