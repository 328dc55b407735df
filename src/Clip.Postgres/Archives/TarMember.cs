namespace Clip.Postgres.Archives;

/// <summary>Where a file lies in a tar archive.</summary>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Size">How many there are.</param>
/// <param name="ModifiedUtcTicks">When it was written, as the archive says.</param>
internal readonly record struct TarMember(long Offset, long Size, long ModifiedUtcTicks);
