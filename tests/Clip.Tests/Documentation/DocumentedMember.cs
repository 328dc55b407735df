using System.Reflection;

namespace Clip.Tests.Documentation;

/// <summary>The names by which XML documentation refers to types and members.</summary>
internal static class DocumentedMember
{
    /// <summary>For example <c>M:Clip.ClipModel.Load(System.String,Clip.ClipModelOptions)</c>.</summary>
    public static string Id(MemberInfo member) => member switch
    {
        Type type => $"T:{TypeName(type)}",
        MethodBase method =>
            $"M:{TypeName(method.DeclaringType!)}.{MethodName(method)}{Parameters(method.GetParameters())}",
        PropertyInfo property =>
            $"P:{TypeName(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        EventInfo raised => $"E:{TypeName(raised.DeclaringType!)}.{raised.Name}",
        _ => $"F:{TypeName(member.DeclaringType!)}.{member.Name}",
    };

    private static string MethodName(MethodBase method) => method.IsConstructor
        ? "#ctor"
        : method.IsGenericMethod ? $"{method.Name}``{method.GetGenericArguments().Length}" : method.Name;

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0
        ? ""
        : $"({string.Join(',', parameters.Select(static parameter => Argument(parameter.ParameterType)))})";

    private static string Argument(Type type)
    {
        if (type.IsByRef)
            return Argument(type.GetElementType()!) + "@";
        if (type.IsArray)
            return Argument(type.GetElementType()!) + "[]";
        if (type.IsPointer)
            return Argument(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (!type.IsGenericType)
            return TypeName(type);
        var name = TypeName(type.GetGenericTypeDefinition());
        return $"{name[..name.LastIndexOf('`')]}{{{string.Join(',', type.GetGenericArguments().Select(Argument))}}}";
    }

    private static string TypeName(Type type) => (type.FullName ?? $"{type.Namespace}.{type.Name}").Replace('+', '.');
}
