namespace Clip.Tests;

public class ClipExceptionTests
{
    [Fact]
    public void The_message_is_one_line_with_subject_problem_and_remedy()
    {
        var error = new ClipException("a\nb.jpg", "is empty", "delete it");

        Assert.Equal("a b.jpg: is empty; delete it", error.Message);
    }
}
