using Microsoft.AspNetCore.Http;

namespace Clip.Server.Problems;

/// <summary>Says what an exception means for the client whose request met it.</summary>
internal static class RequestErrors
{
    private const string Internal = "The server failed to answer; its log says why.";

    /// <summary>The answer; what a client need not know is only in the server's log.</summary>
    public static RequestException Of(Exception error) => error switch
    {
        RequestException request => request,
        BadHttpRequestException bad => new RequestException(bad.StatusCode, bad.StatusCode switch
        {
            408 => "The request's body arrived too slowly.",
            413 => "The request's body is too large.",
            _ => "The request is malformed.",
        }),
        PictureException picture => OfPicture(picture),
        SearchException search => OfSearch(search),
        // What a text or a tokenizer is refused for says nothing about the machine.
        TokenizerException text => RequestException.Unusable(Sentence(text)),
        ClassificationException labels => RequestException.Unusable(Sentence(labels)),
        IndexException { Fault: IndexFault.Missing } => new RequestException(
            503, "The library has nothing to search yet; try again when it has been indexed.")
        { RetryAfter = 2 },
        IndexException { Fault: IndexFault.TooOld } => new RequestException(
            503, "The index lacks what this filter needs; it is added when the library is indexed again."),
        StoreException store => OfStore(store),
        ModelException { Fault: ModelFault.UselessEmbedding } => RequestException.Unusable(
            "The model computes no usable embedding of this input."),
        InvalidDataException => new RequestException(400, "The request is malformed."),
        _ => new RequestException(500, Internal),
    };

    /// <summary>Whether an error is the server's fault, so that its log has to say what happened.</summary>
    public static bool IsInternal(RequestException answer) => answer.Status == 500;

    /// <summary>
    /// The library's database does not answer, which a client can only wait for. The address is nothing to clients.
    /// </summary>
    public static RequestException OfStore(StoreException store) =>
        new(503, $"The library's database: {store.Problem}; try again in a moment.") { RetryAfter = 5 };

    private static RequestException OfPicture(PictureException picture)
    {
        if (picture.Fault == PictureFault.NoEmbedding)
            return RequestException.Unusable("The model computes no usable embedding of this picture.");
        return RequestException.Unusable(Sentence(picture));
    }

    private static RequestException OfSearch(SearchException search) => search.Fault switch
    {
        SearchFault.NotIndexed => RequestException.NotFound("There is no such picture in the library."),
        SearchFault.NoCaptions => RequestException.Unusable("The library holds no captions to choose from."),
        _ => new RequestException(400, Sentence(search)),
    };

    private static string Sentence(ClipException error)
    {
        var remedy = error.Remedy is null ? "" : $"; {error.Remedy}";
        return $"{error.Subject}: {error.Problem}{remedy}.";
    }
}
