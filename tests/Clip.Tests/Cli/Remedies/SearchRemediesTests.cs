using Clip.Cli.Remedies;

namespace Clip.Tests.Cli.Remedies;

public class SearchRemediesTests
{
    [Fact]
    public void An_index_without_captions_leads_to_the_captions_option() => Assert.Equal(
        "/pictures: its index holds no captions; give some with --captions FILE",
        ErrorText.Of(SearchException.NoCaptions("/pictures")));

    [Fact]
    public void A_query_without_a_direction_keeps_the_remedy_of_the_library() => Assert.Equal(
        "the query: its terms cancel each other out; change a weight",
        ErrorText.Of(SearchException.TermsCancelOut()));

    [Fact]
    public void A_query_without_words_leads_to_the_rank_option() => Assert.Equal(
        "the query: has no words to rank by, because it is not a text alone; "
        + "use --rank embedding, or give texts without weights",
        ErrorText.Of(SearchException.NoWords()));
}
