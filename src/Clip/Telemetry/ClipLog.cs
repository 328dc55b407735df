using Microsoft.Extensions.Logging;

namespace Clip.Telemetry;

/// <summary>What the library logs. Event ids stay the same from version to version.</summary>
internal static partial class ClipLog
{
    /// <summary>The category of the model's and the index's messages.</summary>
    public const string Category = "Clip";

    [LoggerMessage(
        1, LogLevel.Information, "The {Tower} tower of {Model} was loaded on {Device} in {Milliseconds:0} ms.")]
    public static partial void TowerLoaded(
        ILogger logger, string tower, string model, string device, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "The {Tower} tower of {Model} does not use {Device}: {Reason}.")]
    public static partial void DevicePassedOver(
        ILogger logger, string tower, string model, string device, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The files of {Model} are incomplete: {Problem}.")]
    public static partial void FilesDoubted(ILogger logger, string model, string problem);

    [LoggerMessage(10, LogLevel.Information, "Downloading {Model}, {Megabytes:0} MB in {Files} files.")]
    public static partial void Downloading(ILogger logger, string model, double megabytes, int files);

    [LoggerMessage(11, LogLevel.Information, "{Model} was downloaded into {Folder}.")]
    public static partial void Downloaded(ILogger logger, string model, string folder);

    [LoggerMessage(12, LogLevel.Warning, "The hub is asked again in {Seconds:0} s: {Reason}.")]
    public static partial void DownloadPaused(ILogger logger, double seconds, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Model} is ready after {Milliseconds:0} ms.")]
    public static partial void Ready(ILogger logger, string model, double milliseconds);

    [LoggerMessage(
        30, LogLevel.Information,
        "The index of {Folder} was updated in {Milliseconds:0} ms: {Added} added, {Updated} updated, "
        + "{Removed} removed, {Failed} failed.")]
    public static partial void IndexUpdated(
        ILogger logger, string folder, double milliseconds, long added, long updated, long removed, long failed);

    [LoggerMessage(31, LogLevel.Warning, "The index of {Folder} could not be updated and is searched as it is.")]
    public static partial void IndexNotUpdated(ILogger logger, Exception error, string folder);

    [LoggerMessage(32, LogLevel.Warning, "A file was not indexed: {Reason}")]
    public static partial void FileSkipped(ILogger logger, string reason);

    [LoggerMessage(40, LogLevel.Debug, "{Operation} took {Milliseconds:0.0} ms.")]
    public static partial void Answered(ILogger logger, string operation, double milliseconds);
}
