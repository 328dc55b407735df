using System.ComponentModel;
using System.Globalization;

namespace Clip.Devices;

/// <summary>Lets configuration sections and other readers of texts fill a <see cref="ClipDevice"/>.</summary>
internal sealed class ClipDeviceConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string name ? new ClipDevice(name) : base.ConvertFrom(context, culture, value);
}
