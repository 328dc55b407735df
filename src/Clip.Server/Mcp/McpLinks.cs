using Clip.Files;
using Clip.Server.Pictures;

namespace Clip.Server.Mcp;

/// <summary>How a client finds the file of a picture.</summary>
internal abstract class McpLinks
{
    /// <summary>A client on this machine opens the file itself.</summary>
    public static McpLinks ToFiles { get; } = new FileLinks();

    /// <summary>A client of the server asks it for the file.</summary>
    /// <param name="address">What the addresses of the server begin with, without a slash at the end.</param>
    public static McpLinks ToServer(string address) => new ServerLinks(address);

    /// <summary>The links to pictures; one without a file has none.</summary>
    public IEnumerable<McpBlock> To(IEnumerable<McpPicture> pictures) =>
        from picture in pictures
        let address = AddressOf(picture)
        where address is not null
        select new McpBlock.Link(address, picture.Shown, ContentTypes.Of(picture.Path));

    private protected abstract string? AddressOf(McpPicture picture);

    private sealed class FileLinks : McpLinks
    {
        private protected override string? AddressOf(McpPicture picture) =>
            picture.FullPath is { } path ? FileUri.Of(path) : null;
    }

    private sealed class ServerLinks(string address) : McpLinks
    {
        private protected override string? AddressOf(McpPicture picture) =>
            picture is { File: not null, FullPath: not null }
                ? $"{address}/api/pictures/{picture.Id}/original"
                : null;
    }
}
