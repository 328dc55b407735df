using System.Globalization;
using Clip.Packaging;
using Clip.Packaging.Archives;
using Clip.Packaging.Materials;
using Clip.Packaging.Templates;
using Clip.Packaging.Terminals;

try
{
    switch (args)
    {
        case ["archive", var folder, var file, var time]:
            PackageArchive.Write(folder, file, Time(time));
            return 0;
        case ["materials", var packages, var program, var platform, var version, var time, var file]:
            var bill = new BillOfMaterials(program, platform, version, Time(time));
            File.WriteAllText(file, bill.Complete(File.ReadAllText(packages)));
            return 0;
        case ["sums", var folder]:
            CheckSums.Write(folder);
            return 0;
        case ["fill", var templates, var folder, var version, var address, var target]:
            ReleaseTemplates.Fill(templates, folder, version, address, target);
            return 0;
        case ["picture", var screen, var columns, var title, var file]:
            var cells = ScreenCells.Read(File.ReadAllText(screen), int.Parse(columns, CultureInfo.InvariantCulture));
            File.WriteAllText(file, ScreenPicture.Draw(cells, title));
            return 0;
        default:
            Console.Error.WriteLine("""
                archive FOLDER FILE TIME                    a .tar.gz or .zip that is always the same
                materials PACKAGES PROGRAM PLATFORM VERSION TIME FILE
                                                            the bill of materials of a published program
                sums FOLDER                                 SHA256SUMS of the files in a folder
                fill TEMPLATES FOLDER VERSION ADDRESS TARGET
                                                            templates with the hashes of a release's archives
                picture SCREEN COLUMNS TITLE FILE           a terminal's screen as SVG
                TIME is in seconds since 1970; see packaging/make.sh
                """);
            return 2;
    }
}
catch (Exception error) when (error is PackagingException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"packaging: {error.Message}");
    return 2;
}

static DateTimeOffset Time(string seconds) =>
    DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
