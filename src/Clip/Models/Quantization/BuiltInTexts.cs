namespace Clip.Models.Quantization;

/// <summary>Texts to measure a tower on: queries and captions of many lengths and subjects.</summary>
internal static class BuiltInTexts
{
    /// <summary>The texts.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "a dog", "a cat", "sunset", "two children on a beach", "red car", "a photo of a mountain lake in the morning",
        "people at a wedding", "an old man reading a newspaper on a park bench", "birthday cake with candles", "snow",
        "a black and white portrait of a woman", "a street market full of fruit and vegetables", "bicycle", "invoice",
        "a bowl of soup with a spoon next to it", "the Eiffel Tower at night", "a screenshot of a web page", "rain",
        "a close-up of a bee on a yellow flower", "an aerial view of a river that winds through a forest", "guitar",
        "a crowd at a concert", "a football player kicks the ball towards the goal", "a horse in a field", "airplane",
        "a wooden cabin in the woods with smoke rising from the chimney", "a diagram of a machine", "books on a shelf",
        "a child's drawing of a house", "a plate of pasta", "a lighthouse on a rocky coast under dark clouds", "moon",
        "a person holding an umbrella", "city skyline", "a group of friends around a campfire", "a sleeping baby",
        "a train arriving at a small station", "a waterfall", "a man in a suit shaking hands with a woman", "a map",
        "a kitchen with white cupboards and a large window", "elephants drinking at a waterhole", "a red rose", "tree",
        "a surfer riding a huge wave", "a desert with sand dunes and no people", "a bridge over a canal", "fireworks",
        "a cup of coffee on a table beside an open laptop and a notebook with handwriting in it", "a parked truck",
        "graffiti on a brick wall", "a bird of prey in flight against a clear sky", "hands", "a glass of wine", "fog",
        "a narrow alley with colorful houses and laundry hanging between the windows", "a castle", "a statue", "shoes",
        "something blue", "not a dog", "an abstract painting with bold strokes of orange and green", "a cake", "ship",
        "a family poses in front of their car before a long journey", "the inside of a cathedral", "autumn leaves",
        "a chessboard seen from above", "an astronaut", "a woman laughing", "wet road at night with neon lights", "x",
        "a farmer drives a tractor across a muddy field while seagulls follow behind it looking for worms", "a spider",
        "children playing football in the street", "a tiger", "a handwritten letter", "a market hall in Budapest",
        "a hot air balloon over a valley", "empty office", "a cyclist climbs a steep mountain road in the rain", "bread",
        "three boats in a harbor", "an apple and two pears", "a man with a beard and glasses", "underwater coral reef",
        "IMG_2043.jpg", "a receipt from a restaurant", "best view of the old town from the hill above the river", "ice",
    ];
}
