namespace Clip.Interchange.Rows;

/// <summary>Where a row stands in its file.</summary>
/// <param name="Name">The row for people: <c>row 3</c>, <c>line 4</c>.</param>
/// <param name="Number">Its number among all rows of the file, from 0, also those that are left out.</param>
internal readonly record struct RowPlace(string Name, int Number);
