using Microsoft.Playwright;

namespace Clip.Tests.Server.Page;

/// <summary>The screens that the page is tested on.</summary>
public enum Screen
{
    /// <summary>1440 by 900, a mouse, light.</summary>
    Desk,

    /// <summary>820 by 1180, fingers, dark.</summary>
    Tablet,

    /// <summary>390 by 844, fingers, light.</summary>
    Phone,
}

/// <summary>The settings of the screens.</summary>
internal static class Screens
{
    /// <summary>All screens, for theories.</summary>
    public static TheoryData<Screen> All => [.. Enum.GetValues<Screen>()];

    public static BrowserNewContextOptions ToOptions(this Screen screen)
    {
        var (width, height) = screen switch
        {
            Screen.Phone => (390, 844),
            Screen.Tablet => (820, 1180),
            _ => (1440, 900),
        };
        return new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = screen != Screen.Desk,
            ColorScheme = screen == Screen.Tablet ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-US",
        };
    }
}
