using Clip.Catalog.Maintenance;
using CsCheck;

namespace Clip.Tests.Catalog;

/// <summary>Any sequence of changes leaves the index holding what a few dictionaries hold.</summary>
public sealed class IndexModelTests
{
    private static readonly Gen<ChangeStep> Steps =
        from kind in Gen.Frequency(
            (6, Gen.Const(StepKind.Add)), (3, Gen.Const(StepKind.Link)), (1, Gen.Const(StepKind.Touch)),
            (3, Gen.Const(StepKind.Remove)), (1, Gen.Const(StepKind.Fail)), (2, Gen.Const(StepKind.AddCaption)),
            (1, Gen.Const(StepKind.AddStandaloneCaption)), (3, Gen.Const(StepKind.SetCaptions)),
            (1, Gen.Const(StepKind.Discard)), (2, Gen.Const(StepKind.Commit)), (1, Gen.Const(StepKind.Compact)),
            (1, Gen.Const(StepKind.Reopen)), (1, Gen.Const(StepKind.ReopenWithoutCommit)))
        from path in Gen.Int[0, 7]
        from content in Gen.Int[0, 5]
        from captions in Gen.Int[0, 4].Array[0, 3]
        select new ChangeStep(kind, ExpectedIndex.Path(path), content, captions);

    [Fact]
    public void Any_sequence_of_changes_has_the_expected_result() =>
        Steps.Array[1, 60].Sample(steps =>
        {
            using var folder = new IndexFolder();
            var expected = new ExpectedIndex();
            var committed = new ExpectedIndex();
            var index = folder.Write();
            try
            {
                foreach (var step in steps)
                {
                    switch (step.Kind)
                    {
                        case StepKind.Commit:
                            index.Commit();
                            committed = expected.Copy();
                            break;
                        case StepKind.Compact:
                            IndexCompaction.Run(index, cancellationToken: TestContext.Current.CancellationToken);
                            committed = expected.Copy();
                            break;
                        case StepKind.Reopen:
                            index.Commit();
                            committed = expected.Copy();
                            index.Dispose();
                            index = folder.Write();
                            break;
                        case StepKind.ReopenWithoutCommit:
                            index.Dispose();
                            expected = committed.Copy();
                            index = folder.Write();
                            break;
                        default:
                            expected.Apply(index, step);
                            break;
                    }
                }
                expected.AssertHeldBy(index);
                // Readers see the last commit and nothing of what came after it.
                using (var reader = folder.Read())
                    committed.AssertHeldBy(reader);
                index.Commit();
                using (var reader = folder.Read())
                    expected.AssertHeldBy(reader);
            }
            finally
            {
                index.Dispose();
            }
        }, iter: 150);
}
