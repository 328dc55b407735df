namespace Clip.Tests.Cli;

/// <summary>Runs <c>index</c> and reads the JSON of it and of <c>status</c>.</summary>
internal static class IndexAnswers
{
    public static Task<Answer> IndexAsync(TestFolder folder, params string[] arguments) =>
        ClipSearch.RunAsync(["index", "--in", folder.Path, "--json", .. arguments]);

    /// <summary>A number of the only line.</summary>
    public static long Number(this Answer answer, string name) => answer.Json.Single().GetProperty(name).GetInt64();

    /// <summary>Fails unless the run counted exactly this.</summary>
    public static void Counts(
        this Answer answer, int added = 0, int updated = 0, int moved = 0, int removed = 0, int skipped = 0,
        int failed = 0)
    {
        var line = answer.Ended(0).Json.Single();
        Assert.Equal(
            $"{added} added, {updated} updated, {moved} moved, {removed} removed, {skipped} skipped, {failed} failed",
            $"{Of("added")} added, {Of("updated")} updated, {Of("moved")} moved, {Of("removed")} removed, "
            + $"{Of("skipped")} skipped, {Of("failed")} failed");

        int Of(string name) => line.GetProperty(name).GetInt32();
    }
}
