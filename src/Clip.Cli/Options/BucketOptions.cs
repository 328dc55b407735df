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

    private PictureBucket? _found;

    public void AddTo(Command command)
    {
        _endpoint.RequireValue();
        command.Options.Add(_endpoint);
    }

    /// <summary>
    /// The object store that a root names, or null where it is a folder. The process keeps it until it ends.
    /// </summary>
    /// <exception cref="ClipException">An address is not valid.</exception>
    public PictureBucket? Find(string? root, ParseResult parsed) => root is null || !PictureBucket.IsAddress(root)
        ? null
        : _found ??= PictureBucket.At(root, parsed.GetValue(_endpoint));
}
