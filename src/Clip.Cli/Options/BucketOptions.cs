using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary>The options of verbs that read pictures from an object store.</summary>
internal sealed class BucketOptions
{
    private readonly Option<string?> _endpoint = new("--s3-endpoint")
    {
        Description = "The service of an s3://BUCKET/PREFIX, such as https://minio.example.org:9000 (default: "
            + "AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, else Amazon's); keys come from AWS_ACCESS_KEY_ID and "
            + "AWS_SECRET_ACCESS_KEY",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        _endpoint.RequireValue();
        command.Options.Add(_endpoint);
    }

    /// <summary>The service that an object store has, or null for the default.</summary>
    public string? EndpointOf(ParseResult parsed) => parsed.GetValue(_endpoint);

    /// <summary>The object store that a root names, or null where it is a folder. The caller disposes of it.</summary>
    /// <exception cref="ClipException">An address is not valid.</exception>
    public static PictureBucket? Open(string root, string? endpoint) =>
        PictureBucket.IsAddress(root) ? PictureBucket.At(root, endpoint) : null;
}
