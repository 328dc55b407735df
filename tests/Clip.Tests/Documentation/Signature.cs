using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Clip.Tests.Documentation;

/// <summary>Declarations of public types and members in C#.</summary>
internal static class Signature
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    /// <summary>What a type is: <c>sealed class</c>, <c>enum</c>, …</summary>
    public static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct")
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : IsRecord(type) ? "record"
        : type.IsSealed ? "sealed class"
        : type.IsAbstract ? "abstract class" : "class";

    /// <summary>Whether a type is a record class, whose compiler-made members are not worth a description.</summary>
    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    /// <summary>A member's declaration without modifiers.</summary>
    public static string Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!)}({Parameters(constructor)})",
        MethodInfo method => $"{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))} "
            + $"{method.Name}{Generic(method)}({Parameters(method)})",
        PropertyInfo property => $"{Name(property.PropertyType, Nullability.Create(property))} {property.Name}"
            + $" {{ {Accessors(property)} }}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        EventInfo raised => $"event {Name(raised.EventHandlerType!)} {raised.Name}",
        _ => member.Name,
    };

    /// <summary>A type as C# writes it.</summary>
    public static string Name(Type type, NullabilityInfo? nullability = null)
    {
        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword + mark;
        var name = type is { DeclaringType: { } outer, IsGenericParameter: false }
            ? $"{Name(outer)}.{type.Name}"
            : type.Name;
        if (!type.IsGenericType)
            return name + mark;
        var arguments = type.GetGenericArguments();
        var inner = arguments.Select((argument, at) =>
            Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(at)));
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", inner)}){mark}"
            : $"{name.Split('`')[0]}<{string.Join(", ", inner)}>{mark}";
    }

    private static string Generic(MethodInfo method) => method.IsGenericMethod
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(static type => type.Name))}>"
        : "";

    private static string Accessors(PropertyInfo property) => property.SetMethod is not { IsPublic: true } setter
        ? "get;"
        : setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "get; init;"
        : "get; set;";

    private static string Parameters(MethodBase method) => string.Join(
        ", ", method.GetParameters().Select((parameter, at) =>
        {
            var prefix = parameter.IsOut ? "out "
                : parameter.ParameterType.IsByRef ? "ref "
                : at == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
            var fallback = parameter.HasDefaultValue ? $" = {Constant(parameter)}" : "";
            return $"{prefix}{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{fallback}";
        }));

    private static string Constant(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        var value when parameter.ParameterType.IsEnum =>
            $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
