using Clip.Indexing.Runs;

namespace Clip.Tests.Indexing.Runs;

/// <summary>Names and values of notes are part of the index format.</summary>
public class IndexNotesTests
{
    [Fact]
    public void The_caption_language_is_stored_as_it_is()
    {
        var note = IndexNotes.CaptionLanguage;

        Assert.Equal("caption-language", note.Name);
        Assert.Null(note.ValueOf(null));
        Assert.Equal("fra_Latn", note.ValueOf("fra_Latn"));
        Assert.Equal("fra_Latn", note.Format("fra_Latn"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    public void Picture_captions_are_taken_unless_the_index_says_no(string? stored, bool takes)
    {
        var note = IndexNotes.TakesPictureCaptions;

        Assert.Equal("own-captions", note.Name);
        Assert.Equal(takes, note.ValueOf(stored));
        Assert.Equal(takes ? "yes" : "no", note.Format(takes));
    }

    [Theory]
    [InlineData("12:34", "12:34", false)]
    [InlineData("12:34:useless", "12:34", true)]
    [InlineData("", "", false)]
    public void The_state_of_a_caption_file_is_its_signature_and_whether_it_is_unusable(
        string stored, string signature, bool isUnusable)
    {
        Assert.Equal(new CaptionFileState(signature, isUnusable), CaptionFileState.Parse(stored));
        Assert.Equal(stored, new CaptionFileState(signature, isUnusable).Format());
    }
}
