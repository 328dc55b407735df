namespace Clip.Captions;

/// <summary>The format of a caption file.</summary>
internal enum CaptionFormat
{
    /// <summary>A caption per line, without pictures.</summary>
    Lines,

    /// <summary>Columns separated by commas, semicolons, pipes or tabs, quoted as in RFC 4180.</summary>
    Delimited,

    /// <summary>Flickr8k's and Flickr30k's token files: <c>picture.jpg#0</c>, a tab, the caption.</summary>
    FlickrTokens,

    /// <summary>A JSON value per line.</summary>
    JsonLines,

    /// <summary>One JSON document: an array, or an object with COCO's <c>images</c> and <c>annotations</c>.</summary>
    Json,
}
